package programs.init;

import programs.Turns;

/** As SuperMakesSub; the subclass comes first, and is made through a name. */
public final class SubFirst {
  private SubFirst() {}

  static class Codec {
    static final Codec DEFAULT = named("PlainCodec"); // on the circle

    static Codec standard() {
      return DEFAULT;
    }

    static Codec named(String name) {
      try {
        return (Codec) Class.forName("programs.init.SubFirst$" + name)
            .getDeclaredConstructor().newInstance();
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  static final class PlainCodec extends Codec {}

  public static void main(String[] args) throws Exception {
    Turns.inOrder(
        () -> System.out.println(new PlainCodec() != null),
        () -> System.out.println(Codec.standard() != null));
  }
}

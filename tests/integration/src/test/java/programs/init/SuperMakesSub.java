package programs.init;

import programs.Turns;

/** A class makes its default, an instance of a subclass, while it is initialised. */
public final class SuperMakesSub {
  private SuperMakesSub() {}

  static class Codec {
    static final Codec DEFAULT = new PlainCodec(); // on the circle

    static Codec standard() {
      return DEFAULT;
    }
  }

  static final class PlainCodec extends Codec {}

  public static void main(String[] args) throws Exception {
    Turns.inOrder(
        () -> System.out.println(Codec.standard() != null),
        () -> System.out.println(new PlainCodec() != null));
  }
}

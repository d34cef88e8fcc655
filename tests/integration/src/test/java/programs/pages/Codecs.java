package programs.pages;

import programs.Turns;

/** A class makes its default while it is initialised, of a subclass that others can use first. */
public final class Codecs {
  private Codecs() {}

  static class Codec {
    static final Codec DEFAULT = new PlainCodec();

    static Codec byDefault() {
      return DEFAULT;
    }
  }

  static final class PlainCodec extends Codec {}

  public static void main(String[] args) throws Exception {
    Turns.inOrder(
        () -> System.out.println(Codec.byDefault() != null),
        () -> System.out.println(new PlainCodec() != null));
  }
}

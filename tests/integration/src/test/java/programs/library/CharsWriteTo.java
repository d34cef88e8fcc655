package programs.library;

import java.io.CharArrayWriter;
import programs.Turns;

/** CharArrayWriter.writeTo of one writer into another, both ways. */
public final class CharsWriteTo {
  private CharsWriteTo() {}

  public static void main(String[] args) throws Exception {
    CharArrayWriter x = new CharArrayWriter();
    CharArrayWriter y = new CharArrayWriter();
    x.write("x");
    y.write("y");
    Turns.inOrder(() -> x.writeTo(y), () -> y.writeTo(x));
  }
}

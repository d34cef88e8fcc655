package programs.library;

import java.io.ByteArrayOutputStream;
import programs.Turns;

/** ByteArrayOutputStream.writeTo of one stream into another, both ways. */
public final class BytesWriteTo {
  private BytesWriteTo() {}

  public static void main(String[] args) throws Exception {
    ByteArrayOutputStream x = new ByteArrayOutputStream();
    ByteArrayOutputStream y = new ByteArrayOutputStream();
    x.write(1);
    y.write(2);
    Turns.inOrder(() -> x.writeTo(y), () -> y.writeTo(x));
  }
}

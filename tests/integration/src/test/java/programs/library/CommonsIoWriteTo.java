package programs.library;

import org.apache.commons.io.output.ByteArrayOutputStream;
import programs.Turns;

/** commons-io: writeTo of one byte stream into another, both ways. */
public final class CommonsIoWriteTo {
  private CommonsIoWriteTo() {}

  public static void main(String[] args) throws Exception {
    ByteArrayOutputStream x = new ByteArrayOutputStream();
    ByteArrayOutputStream y = new ByteArrayOutputStream();
    x.write(1);
    y.write(2);
    Turns.inOrder(() -> x.writeTo(y), () -> y.writeTo(x));
  }
}

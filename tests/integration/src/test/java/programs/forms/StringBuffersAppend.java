package programs.forms;

import programs.Turns;

/** StringBuffer.append of another StringBuffer, both ways. */
public final class StringBuffersAppend {
  private StringBuffersAppend() {}

  public static void main(String[] args) throws Exception {
    StringBuffer x = new StringBuffer("x");
    StringBuffer y = new StringBuffer("y");
    Turns.inOrder(() -> append(x, y), () -> append(y, x));
  }

  static void append(StringBuffer to, StringBuffer from) {
    to.append(from);
  }
}

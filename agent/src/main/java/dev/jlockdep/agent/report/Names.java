package dev.jlockdep.agent.report;

/** Short forms of long names, for lines that people read. */
public final class Names {
  private Names() {}

  /** What the lock class of a class initialisation begins with. */
  private static final String INITIALISATION = "init(";

  /**
   * Drops the package from a name that contains a type. A user's name such as {@code
   * mapping.invalidate_lock} has no package and stays whole.
   */
  public static String brief(String name) {
    if (name.startsWith(INITIALISATION)) {
      return INITIALISATION + brief(name.substring(INITIALISATION.length()));
    }
    int start = 0;
    for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', start)) {
      if (!isPackagePart(name, start, dot)) {
        return name.substring(start);
      }
      start = dot + 1;
    }
    boolean endsInType = start < name.length() && Character.isUpperCase(name.charAt(start));
    return endsInType ? name.substring(start) : name;
  }

  private static boolean isPackagePart(String name, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = name.charAt(i);
      if (!(Character.isLowerCase(c) || Character.isDigit(c) || c == '_')) {
        return false;
      }
    }
    return to > from;
  }

  /** {@code Type.method(File.java:12)} from a frame with the package in front. */
  public static String position(String frame) {
    int parenthesis = frame.indexOf('(');
    if (parenthesis < 0) {
      return frame;
    }
    int method = frame.lastIndexOf('.', parenthesis);
    int type = method < 0 ? -1 : frame.lastIndexOf('.', method - 1);
    return frame.substring(type + 1);
  }

  /** The package of a frame's type, or nothing. */
  public static String packageOf(String frame) {
    int start = 0;
    for (int dot = frame.indexOf('.'); dot >= 0; dot = frame.indexOf('.', start)) {
      if (!isPackagePart(frame, start, dot)) {
        return frame.substring(0, Math.max(0, start - 1));
      }
      start = dot + 1;
    }
    return "";
  }
}

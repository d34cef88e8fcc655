package dev.jlockdep.agent.model;

/** Which object a rule is about, as seen from a method of the type. Immutable. */
public final class Expression {
  /** Where the object comes from. */
  public enum Root { NONE, THIS, ARGUMENT, STATIC, RESULT }

  static final String VALID =
      "this, arg1 and so on, static, result, or a field as this.NAME or static.NAME";

  public static final Expression NONE = new Expression(Root.NONE, 0, null);

  public final Root root;
  /** Of an argument, the first is 1. */
  public final int index;
  /** A field of the type itself, or null. */
  public final String field;

  private Expression(Root root, int index, String field) {
    this.root = root;
    this.index = index;
    this.field = field;
  }

  /** The expression, or null when the text is none. */
  public static Expression parse(String text) {
    int dot = text.indexOf('.');
    String head = dot < 0 ? text : text.substring(0, dot);
    String field = dot < 0 ? null : text.substring(dot + 1);
    if (field != null && !isName(field)) {
      return null;
    }
    switch (head) {
      case "this":
        return new Expression(Root.THIS, 0, field);
      case "static":
        return new Expression(Root.STATIC, 0, field);
      case "result":
        return field == null ? new Expression(Root.RESULT, 0, null) : null;
      default:
        int n = field == null ? argument(head) : 0;
        return n > 0 ? new Expression(Root.ARGUMENT, n, null) : null;
    }
  }

  private static int argument(String text) {
    if (text.length() < 4 || text.length() > 6 || !text.startsWith("arg")) {
      return 0;
    }
    for (int i = 3; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return 0;
      }
    }
    return Integer.parseInt(text.substring(3));
  }

  static boolean isName(String text) {
    if (text.isEmpty() || !Character.isJavaIdentifierStart(text.charAt(0))) {
      return false;
    }
    for (int i = 1; i < text.length(); i++) {
      if (!Character.isJavaIdentifierPart(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    String head =
        root == Root.ARGUMENT ? "arg" + index : root.name().toLowerCase(java.util.Locale.ROOT);
    return field == null ? head : head + "." + field;
  }
}

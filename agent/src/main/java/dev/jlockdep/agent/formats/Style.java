package dev.jlockdep.agent.formats;

/** Colours of a terminal, or none. Meaning never depends on them. */
public enum Style {
  PLAIN,
  COLOURED;

  private static final String RESET = "\u001b[0m";

  /** Failing things. */
  String bad(String text) {
    return wrap("\u001b[1;31m", text);
  }

  /** Headlines and marks. */
  String strong(String text) {
    return wrap("\u001b[1m", text);
  }

  /** What to do. */
  String good(String text) {
    return wrap("\u001b[32m", text);
  }

  private String wrap(String code, String text) {
    return this == PLAIN ? text : code + text + RESET;
  }

  /** The words of {@code --color}. */
  public enum When {
    AUTO,
    ALWAYS,
    NEVER
  }

  /**
   * The style for a word of {@code --color}.
   *
   * @param noColor the variable NO_COLOR, or null: any content switches colours off
   */
  public static Style of(When when, boolean terminal, String noColor, String term) {
    switch (when) {
      case ALWAYS:
        return COLOURED;
      case NEVER:
        return PLAIN;
      default:
        boolean wanted = terminal && (noColor == null || noColor.isEmpty()) && !"dumb".equals(term);
        return wanted ? COLOURED : PLAIN;
    }
  }
}

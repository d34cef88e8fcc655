package dev.jlockdep.fs.nio;

import java.util.regex.PatternSyntaxException;

/** Turns the globs of {@link java.nio.file.FileSystem#getPathMatcher} into regular expressions. */
final class Globs {
  private static final String SPECIAL = "\\^$.|?*+()[]{}";
  private final String glob;
  private final StringBuilder regex = new StringBuilder();
  private int at;
  private boolean inGroup;

  private Globs(String glob) {
    this.glob = glob;
  }

  static String toRegex(String glob) {
    return new Globs(glob).translate();
  }

  private String translate() {
    while (at < glob.length()) {
      char c = glob.charAt(at++);
      switch (c) {
        case '*' -> star();
        case '?' -> regex.append("[^/]");
        case '[' -> bracket();
        case '\\' -> escaped();
        case '{' -> open();
        case '}' -> close();
        case ',' -> regex.append(inGroup ? ")|(?:" : ",");
        default -> literal(c);
      }
    }
    if (inGroup) {
      throw failed("missing '}'");
    }
    return regex.toString();
  }

  private void star() {
    if (at < glob.length() && glob.charAt(at) == '*') {
      at++;
      regex.append(".*");
    } else {
      regex.append("[^/]*");
    }
  }

  private void escaped() {
    if (at == glob.length()) {
      throw failed("no character to escape");
    }
    literal(glob.charAt(at++));
  }

  private void open() {
    if (inGroup) {
      throw failed("cannot nest groups");
    }
    inGroup = true;
    regex.append("(?:(?:");
  }

  private void close() {
    if (inGroup) {
      regex.append("))");
      inGroup = false;
    } else {
      regex.append("\\}");
    }
  }

  private void literal(char c) {
    if (SPECIAL.indexOf(c) >= 0) {
      regex.append('\\');
    }
    regex.append(c);
  }

  /** Inside brackets {@code * ? \} stand for themselves, and no range reaches a slash. */
  private void bracket() {
    regex.append("(?!/)[");
    if (at < glob.length() && glob.charAt(at) == '!') {
      regex.append('^');
      at++;
    }
    boolean first = true;
    while (at < glob.length()) {
      char c = glob.charAt(at++);
      if (c == ']' && !first) {
        regex.append(']');
        return;
      }
      if (c == '/') {
        throw failed("explicit '/' in a bracket expression");
      }
      boolean range = c == '-' && !first && at < glob.length() && glob.charAt(at) != ']';
      if (range) {
        if (glob.charAt(at) < glob.charAt(at - 2)) {
          throw failed("range the wrong way round");
        }
        regex.append('-');
      } else {
        regex.append("\\[]^-&".indexOf(c) >= 0 ? "\\" : "").append(c);
      }
      first = false;
    }
    throw failed("missing ']'");
  }

  private PatternSyntaxException failed(String what) {
    return new PatternSyntaxException(what, glob, at - 1);
  }
}

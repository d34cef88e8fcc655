package dev.jlockdep.agent.formats;

/** Text in XML and HTML. */
final class Xml {
  private Xml() {}

  /** Escaped for content and for attributes; characters that XML 1.0 cannot carry become U+FFFD. */
  static String text(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      switch (c) {
        case '&':
          out.append("&amp;");
          break;
        case '<':
          out.append("&lt;");
          break;
        case '>':
          out.append("&gt;");
          break;
        case '"':
          out.append("&quot;");
          break;
        case '\n':
          out.append("&#10;");
          break;
        default:
          out.appendCodePoint(allowed(c) ? c : 0xfffd);
      }
    }
    return out.toString();
  }

  /** For the content of an element: line ends stay line ends. */
  static String lines(String text) {
    return text(text).replace("&#10;", "\n");
  }

  private static boolean allowed(int c) {
    return c == '\t' || c == '\r' || c >= 0x20 && c <= 0xd7ff || c >= 0xe000 && c <= 0xfffd
        || c >= 0x10000;
  }
}

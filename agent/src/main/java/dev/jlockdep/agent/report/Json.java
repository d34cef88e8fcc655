package dev.jlockdep.agent.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON by hand: values are maps with text keys, lists, texts, numbers, booleans and null. The
 * reader is strict, since a dump that is not exactly JSON must be noticed.
 */
public final class Json {
  private static final int MAX_DEPTH = 64;
  private static final String HEX = "0123456789abcdef";

  private final String text;
  private int at;
  private int depth;

  private Json(String text) {
    this.text = text;
  }

  public static String write(Object value) {
    StringBuilder out = new StringBuilder(256);
    write(out, value);
    return out.toString();
  }

  public static void write(StringBuilder out, Object value) {
    if (value instanceof Map<?, ?> map) {
      writeObject(out, map);
    } else if (value instanceof Iterable<?> list) {
      writeArray(out, list);
    } else if (value instanceof Double || value instanceof Float) {
      writeDouble(out, ((Number) value).doubleValue());
    } else if (value == null || value instanceof Number || value instanceof Boolean) {
      out.append(value);
    } else {
      writeText(out, value.toString());
    }
  }

  private static void writeObject(StringBuilder out, Map<?, ?> map) {
    char separator = '{';
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      out.append(separator);
      writeText(out, String.valueOf(entry.getKey()));
      out.append(':');
      write(out, entry.getValue());
      separator = ',';
    }
    out.append(separator == '{' ? "{}" : "}");
  }

  private static void writeArray(StringBuilder out, Iterable<?> list) {
    char separator = '[';
    for (Object value : list) {
      out.append(separator);
      write(out, value);
      separator = ',';
    }
    out.append(separator == '[' ? "[]" : "]");
  }

  private static void writeDouble(StringBuilder out, double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      out.append("null");
    } else {
      out.append(value);
    }
  }

  private static void writeText(StringBuilder out, String value) {
    out.append('"');
    int written = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c >= ' ' && c != '"' && c != '\\' && c < 0x7f) {
        continue;
      }
      out.append(value, written, i);
      written = i + 1;
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c == '\n') {
        out.append("\\n");
      } else if (c < ' ' || c == 0x7f || Character.isSurrogate(c) && !inPair(value, i)) {
        writeEscape(out, c);
      } else {
        out.append(c);
      }
    }
    out.append(value, written, value.length()).append('"');
  }

  private static boolean inPair(String value, int i) {
    int first = Character.isHighSurrogate(value.charAt(i)) ? i : i - 1;
    return first >= 0
        && first + 1 < value.length()
        && Character.isSurrogatePair(value.charAt(first), value.charAt(first + 1));
  }

  private static void writeEscape(StringBuilder out, char c) {
    out.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      out.append(HEX.charAt(c >> shift & 15));
    }
  }

  /** The value of a complete JSON text; throws {@link JsonException} on anything else. */
  public static Object read(String text) {
    Json json = new Json(text);
    Object value = json.value();
    json.blanks();
    if (json.at != text.length()) {
      throw json.wrong("more text after the value");
    }
    return value;
  }

  private Object value() {
    blanks();
    switch (peek()) {
      case '{':
        return object();
      case '[':
        return array();
      case '"':
        return string();
      case 't':
        return word("true", Boolean.TRUE);
      case 'f':
        return word("false", Boolean.FALSE);
      case 'n':
        return word("null", null);
      default:
        return number();
    }
  }

  private Map<String, Object> object() {
    enter('{');
    Map<String, Object> map = new LinkedHashMap<>();
    blanks();
    while (peek() != '}') {
      blanks();
      String key = string();
      blanks();
      expect(':');
      if (map.containsKey(key)) {
        throw wrong("key " + key + " twice");
      }
      map.put(key, value());
      more('}');
    }
    leave();
    return map;
  }

  private List<Object> array() {
    enter('[');
    List<Object> list = new ArrayList<>();
    blanks();
    while (peek() != ']') {
      list.add(value());
      more(']');
    }
    leave();
    return list;
  }

  /** After an element: a comma with another element behind it, or the end. */
  private void more(char end) {
    blanks();
    if (peek() == ',') {
      at++;
      blanks();
      if (peek() == end) {
        throw wrong("nothing after the comma");
      }
    } else if (peek() != end) {
      throw wrong("no comma between elements");
    }
  }

  private void enter(char open) {
    expect(open);
    if (++depth > MAX_DEPTH) {
      throw wrong("nested too deeply");
    }
  }

  private void leave() {
    at++;
    depth--;
  }

  private String string() {
    expect('"');
    StringBuilder out = new StringBuilder();
    for (char c = next(); c != '"'; c = next()) {
      if (c < ' ') {
        throw wrong("a control character in a text");
      }
      out.append(c == '\\' ? escaped() : c);
    }
    return out.toString();
  }

  private char escaped() {
    char c = next();
    switch (c) {
      case '"':
      case '\\':
      case '/':
        return c;
      case 'b':
        return '\b';
      case 'f':
        return '\f';
      case 'n':
        return '\n';
      case 'r':
        return '\r';
      case 't':
        return '\t';
      case 'u':
        return unicode();
      default:
        throw wrong("an unknown escape");
    }
  }

  private char unicode() {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(next(), 16);
      if (digit < 0) {
        throw wrong("an unknown escape");
      }
      code = code << 4 | digit;
    }
    return (char) code;
  }

  private Object word(String word, Object value) {
    if (!text.startsWith(word, at)) {
      throw wrong("no JSON value");
    }
    at += word.length();
    return value;
  }

  private Number number() {
    int start = at;
    while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    String digits = text.substring(start, at);
    if (!digits.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?")) {
      throw wrong("no JSON value");
    }
    try {
      return Long.valueOf(digits);
    } catch (NumberFormatException e) {
      return Double.valueOf(digits);
    }
  }

  private void blanks() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private char peek() {
    if (at >= text.length()) {
      throw wrong("the text ends too early");
    }
    return text.charAt(at);
  }

  private char next() {
    char c = peek();
    at++;
    return c;
  }

  private void expect(char wanted) {
    if (next() != wanted) {
      throw wrong("no " + wanted + " where one belongs");
    }
  }

  private JsonException wrong(String what) {
    return new JsonException(what + " (character " + (at + 1) + ")");
  }

  /** The text is not JSON. */
  public static final class JsonException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    JsonException(String message) {
      super(message);
    }
  }
}

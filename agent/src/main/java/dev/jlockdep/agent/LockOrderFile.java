package dev.jlockdep.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A declared lock order, as text. One rule a line, {@code #} starts a comment:
 *
 * <pre>
 * s_umount &lt; i_rwsem &lt; "com.acme.Cache.lock"
 * group page = folio_lock, invalidate_lock
 * i_rwsem &lt; page &lt; journal_*
 * </pre>
 *
 * <p>What is left of {@code <} is taken before what is right of it. A group stands for each of its
 * members. Lock classes with other characters than letters, digits and {@code . _ $ - / : * ?} are
 * quoted.
 */
final class LockOrderFile {
  private static final String GROUP = "group";
  private final String file;
  private final Map<String, List<String>> groups = new LinkedHashMap<>();
  private final List<String> before = new ArrayList<>();
  private final List<String> after = new ArrayList<>();
  private final List<String> where = new ArrayList<>();
  private final List<String> errors = new ArrayList<>();

  /** One word or sign of a line, and the column it starts at. */
  private static final class Token {
    final String text;
    final int column;
    final boolean sign;

    Token(String text, int column, boolean sign) {
      this.text = text;
      this.column = column;
      this.sign = sign;
    }

    boolean is(String wanted) {
      return sign && text.equals(wanted);
    }
  }

  private LockOrderFile(String file) {
    this.file = file;
  }

  static LockOrderFile read(Path path) {
    LockOrderFile order = new LockOrderFile(String.valueOf(path.getFileName()));
    try {
      order.parse(Files.readAllLines(path));
    } catch (IOException e) {
      order.errors.add(path + ": cannot be read: " + e + "; correct the option lockOrder");
    }
    return order;
  }

  static LockOrderFile of(String name, List<String> lines) {
    LockOrderFile order = new LockOrderFile(name);
    order.parse(lines);
    return order;
  }

  private void parse(List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      line(lines.get(i), i + 1);
    }
  }

  String[] before() {
    return before.toArray(new String[0]);
  }

  String[] after() {
    return after.toArray(new String[0]);
  }

  String[] where() {
    return where.toArray(new String[0]);
  }

  /** What is wrong, each with file, line and column; empty when nothing is. */
  List<String> errors() {
    return errors;
  }

  private void line(String line, int number) {
    List<Token> tokens = tokens(line, number);
    if (tokens == null || tokens.isEmpty()) {
      return;
    }
    Token first = tokens.get(0);
    boolean define = tokens.size() > 2 && !first.sign && tokens.get(2).is("=");
    if (define && first.text.equals(GROUP) && !tokens.get(1).sign) {
      group(tokens, number);
    } else if (define) {
      error(number, first.column, "unknown word \"" + first.text + "\"; nearest is " + GROUP);
    } else {
      rule(tokens, number);
    }
  }

  private void group(List<Token> tokens, int number) {
    String name = tokens.get(1).text;
    if (groups.containsKey(name)) {
      error(number, tokens.get(1).column, "group " + name + " is defined already");
      return;
    }
    List<String> members = new ArrayList<>();
    for (int i = 3; i < tokens.size(); i += 2) {
      Token member = tokens.get(i);
      if (member.sign) {
        expected(number, member, "a lock class");
        return;
      }
      if (i + 1 < tokens.size() && !tokens.get(i + 1).is(",")) {
        expected(number, tokens.get(i + 1), "a comma");
        return;
      }
      members.addAll(membersOf(member.text));
    }
    if (members.isEmpty() || tokens.get(tokens.size() - 1).sign) {
      error(number, end(tokens), "a lock class is missing at the end");
      return;
    }
    groups.put(name, members);
  }

  private void rule(List<Token> tokens, int number) {
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      boolean sign = i % 2 == 1;
      if (token.sign != sign || sign && !token.is("<")) {
        expected(number, token, sign ? "<" : "a lock class");
        return;
      }
    }
    if (tokens.size() < 3 || tokens.size() % 2 == 0) {
      error(number, end(tokens), tokens.size() % 2 == 0
          ? "a lock class is missing at the end"
          : "a rule needs two lock classes with < between them");
      return;
    }
    for (int i = 2; i < tokens.size(); i += 2) {
      for (String a : membersOf(tokens.get(i - 2).text)) {
        for (String b : membersOf(tokens.get(i).text)) {
          before.add(a);
          after.add(b);
          where.add(file + ":" + number);
        }
      }
    }
  }

  private List<String> membersOf(String term) {
    return groups.getOrDefault(term, List.of(term));
  }

  private static int end(List<Token> tokens) {
    Token last = tokens.get(tokens.size() - 1);
    return last.column + last.text.length();
  }

  private void expected(int number, Token found, String wanted) {
    error(number, found.column, "expected " + wanted + ", found " + found.text);
  }

  private void error(int number, int column, String what) {
    errors.add(file + ":" + number + ":" + column + ": " + what);
  }

  /** The tokens of a line; null after an error. */
  private List<Token> tokens(String line, int number) {
    List<Token> tokens = new ArrayList<>();
    int i = 0;
    while (i < line.length() && line.charAt(i) != '#') {
      char c = line.charAt(i);
      int start = i;
      if (Character.isWhitespace(c)) {
        i++;
      } else if (c == '"') {
        i = line.indexOf('"', start + 1);
        if (i < 0) {
          error(number, start + 1, "the quote is not closed");
          return null;
        }
        tokens.add(new Token(line.substring(start + 1, i++), start + 1, false));
      } else if (isName(c)) {
        while (i < line.length() && isName(line.charAt(i))) {
          i++;
        }
        tokens.add(new Token(line.substring(start, i), start + 1, false));
      } else {
        tokens.add(new Token(line.substring(start, ++i), start + 1, true));
      }
    }
    return tokens;
  }

  private static boolean isName(char c) {
    return Character.isJavaIdentifierPart(c) || "./-:*?".indexOf(c) >= 0;
  }
}

package dev.jlockdep.agent.model;

import dev.jlockdep.agent.Nearest;
import dev.jlockdep.api.AcquireMode;
import dev.jlockdep.api.MightEnter;
import dev.jlockdep.hooks.LockModel;
import dev.jlockdep.hooks.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a model file: line by line, words apart by blanks. The grammar is in docs/models.md. A line
 * that is wrong is left out and complained about; the rest holds.
 */
final class ModelParser {
  private static final List<String> TOP = List.of("type", "lock", "counter", "event");
  private static final List<String> VERBS =
      List.of(
          "acquires", "tries", "releases", "downgrades", "begins", "ends", "waits", "signals",
          "hands", "requires", "might", "may", "handles", "forbids", "nonblocking", "suppresses");
  private static final List<String> MODES = List.of("write", "read", "recursive");
  private static final List<String> RESULTS =
      List.of(
          "true", "false", "null", "nonnull", "zero", "nonzero", "positive", "negative");

  private final String file;
  private final boolean bundled;
  private final List<TypeModel> types = new ArrayList<>();
  private final List<String> errors;
  private TypeModel type;
  private final Map<String, LockModel> locks = new HashMap<>();
  private final Map<String, Expression> objects = new HashMap<>();
  private Words words;

  /** Complaints are added to {@code errors}, each with file, line and column. */
  ModelParser(String file, boolean bundled, List<String> errors) {
    this.file = file;
    this.bundled = bundled;
    this.errors = errors;
  }

  List<TypeModel> parse(String text) {
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      words = new Words(lines[i], i + 1);
      try {
        line();
      } catch (Complaint c) {
        errors.add(file + ":" + words.line + ":" + c.column + ": " + c.getMessage());
      }
    }
    return types;
  }

  private void line() throws Complaint {
    if (!words.more()) {
      return;
    }
    String first = words.next("");
    switch (first) {
      case "type":
        type();
        break;
      case LockModel.LOCK:
      case LockModel.COUNTER:
      case LockModel.EVENT:
        if (words.isNext("=") || words.hasSecond("=")) {
          lock(first);
          break;
        }
        statement(first);
        break;
      default:
        statement(first);
        break;
    }
    if (words.more()) {
      words.next("");
      throw words.complain("nothing may follow here, but \"" + words.last + "\" does");
    }
  }

  private void type() throws Complaint {
    String name = words.next("the name of a type");
    for (String part : name.split("[.$]", -1)) {
      if (!Expression.isName(part)) {
        throw words.complain("\"" + name + "\" is not the binary name of a type");
      }
    }
    type = new TypeModel(name.replace('.', '/'), bundled);
    types.add(type);
    locks.clear();
    objects.clear();
  }

  private void lock(String kind) throws Complaint {
    inType("a " + kind);
    String name = words.next("a name");
    if (!Expression.isName(name) || Expression.parse(name) != null) {
      throw words.complain("\"" + name + "\" cannot be the name of a " + kind);
    }
    if (locks.containsKey(name)) {
      throw words.complain("\"" + name + "\" is declared twice");
    }
    words.expect("=");
    Expression object = expression();
    String named = null;
    boolean reentrant = false;
    boolean monitor = false;
    while (words.more()) {
      String option = words.next("");
      switch (option) {
        case "named":
          named = words.text("the name of the lock class");
          break;
        case "reentrant":
          reentrant = true;
          break;
        case "monitor":
          monitor = true;
          break;
        default:
          throw words.unknown(option, List.of("named", "reentrant", "monitor"));
      }
    }
    LockModel lock = new LockModel(name, named, kind, reentrant, false);
    lock.waitsOnMonitor = monitor;
    locks.put(name, lock);
    objects.put(name, object);
  }

  private void inType(String what) throws Complaint {
    if (type == null) {
      throw words.complain(what + " must stand below a line \"type NAME\"");
    }
  }

  private void statement(String method) throws Complaint {
    if (type == null) {
      throw words.unknown(method, TOP);
    }
    Statement.Draft d = new Statement.Draft();
    d.where = file + ":" + words.line + ":" + words.column;
    int paren = method.indexOf('(');
    d.method = paren < 0 ? method : method.substring(0, paren);
    d.parameters = paren < 0 ? null : method.substring(paren + 1, method.length() - 1);
    String plain = d.method.endsWith("*") ? d.method.substring(0, d.method.length() - 1) : d.method;
    if (d.method.equals("<init>") || d.method.equals("<clinit>")) {
      throw words.complain("constructors and initialisers cannot be modelled");
    }
    if (!plain.isEmpty() && !Expression.isName(plain)) {
      throw words.complain("\"" + method + "\" is neither a method nor one of " + text(TOP));
    }
    String verb = words.next("what the method does: one of " + text(VERBS));
    int at = VERBS.indexOf(verb);
    if (at < 0) {
      throw words.unknown(verb, VERBS);
    }
    d.verb = Rule.Verb.valueOf(verb.toUpperCase(java.util.Locale.ROOT));
    rest(d);
    type.statements.add(d.done());
  }

  private void rest(Statement.Draft d) throws Complaint {
    switch (d.verb) {
      case MAY:
      case HANDLES:
      case FORBIDS:
        d.text = region();
        return;
      case NONBLOCKING:
        d.text = words.text("the name of the section");
        return;
      case SUPPRESSES:
        d.text = words.text("the reason");
        return;
      default:
        break;
    }
    object(d);
    switch (d.verb) {
      case ACQUIRES:
      case TRIES:
        mode(d);
        options(d);
        break;
      case WAITS:
      case REQUIRES:
      case MIGHT:
        mode(d);
        break;
      case RELEASES:
      case BEGINS:
      case ENDS:
        options(d);
        break;
      case HANDS:
        words.expect("to");
        d.target = expression();
        break;
      default:
        break;
    }
    if (d.verb == Rule.Verb.TRIES && d.when == Rule.When.ALWAYS) {
      throw words.complain("tries needs an end such as \"if true\": when has it the lock?");
    }
  }

  private String region() throws Complaint {
    String name = words.text("the name of a region");
    return name.equals("fault") ? MightEnter.FAULT
        : name.equals("reclaim") ? MightEnter.RECLAIM
        : name;
  }

  private void object(Statement.Draft d) throws Complaint {
    String name = words.next("the name of a lock");
    d.lock = locks.get(name);
    d.object = d.lock != null ? objects.get(name) : Expression.parse(name);
    boolean ordinary =
        d.verb == Rule.Verb.REQUIRES || d.verb == Rule.Verb.MIGHT;
    if (d.object == null || d.lock == null && !ordinary) {
      List<String> valid = new ArrayList<>(locks.keySet());
      valid.sort(null);
      if (valid.isEmpty()) {
        throw words.complain(
            "\"" + name + "\" is not declared: write \"lock " + name + " = this\" above");
      }
      throw words.unknown(name, valid);
    }
  }

  private Expression expression() throws Complaint {
    String text = words.next("an object: " + Expression.VALID);
    Expression e = Expression.parse(text);
    if (e == null) {
      throw words.complain("\"" + text + "\" is no object; write " + Expression.VALID);
    }
    return e;
  }

  private void mode(Statement.Draft d) throws Complaint {
    if (!words.more() || words.isNext("if") || words.isNext("timed")) {
      return;
    }
    String word = words.next("");
    switch (word) {
      case "write":
        break;
      case "read":
        d.mode = AcquireMode.READ;
        break;
      case "recursive":
        d.mode = AcquireMode.RECURSIVE_READ;
        break;
      default:
        List<String> valid = new ArrayList<>(MODES);
        valid.add("timed");
        valid.add("if");
        throw words.unknown(word, valid);
    }
  }

  private void options(Statement.Draft d) throws Complaint {
    if (words.isNext("timed")) {
      words.next("");
      if (d.verb != Rule.Verb.ACQUIRES) {
        throw words.complain("only acquires can be timed");
      }
      d.timed = true;
    }
    if (words.more()) {
      words.expect("if");
      String result = words.next("what the method returns: one of " + text(RESULTS));
      if (!RESULTS.contains(result)) {
        throw words.unknown(result, RESULTS);
      }
      d.when = Rule.When.valueOf(result.toUpperCase(java.util.Locale.ROOT));
    }
  }

  private static String text(List<String> words) {
    return String.join(", ", words);
  }

  /** What is wrong with a line. */
  private static final class Complaint extends Exception {
    final int column;

    Complaint(int column, String message) {
      super(message, null, false, false);
      this.column = column;
    }
  }

  /** The words of one line. Quotes keep one together, and so do parentheses. */
  private static final class Words {
    private final String text;
    final int line;
    private int at;
    /** Where the last word began; the first column is 1. */
    int column = 1;
    String last = "";

    Words(String text, int line) {
      this.text = text;
      this.line = line;
      skip();
    }

    private void skip() {
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
    }

    boolean more() {
      return at < text.length() && text.charAt(at) != '#';
    }

    boolean isNext(String word) {
      int end = at + word.length();
      return text.startsWith(word, at) && more()
          && (end == text.length() || Character.isWhitespace(text.charAt(end)));
    }

    /** Whether the word after the next one reads so. */
    boolean hasSecond(String word) {
      int was = at;
      try {
        next("");
        return isNext(word);
      } catch (Complaint none) {
        return false;
      } finally {
        at = was;
      }
    }

    String next(String wanted) throws Complaint {
      column = at + 1;
      if (!more()) {
        throw complain("the line ends where " + wanted + " must follow");
      }
      int from = at;
      if (text.charAt(at) == '"') {
        at = text.indexOf('"', at + 1) + 1;
        if (at == 0) {
          at = text.length();
          throw complain("the quote is not closed");
        }
        last = text.substring(from + 1, at - 1);
        skip();
        return last;
      }
      int depth = 0;
      StringBuilder word = new StringBuilder();
      for (; at < text.length(); at++) {
        char c = text.charAt(at);
        boolean blank = Character.isWhitespace(c);
        if (depth == 0 && (blank || c == '#')) {
          break;
        }
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        if (!blank) {
          word.append(c);
        }
      }
      last = word.toString();
      if (depth != 0 || last.indexOf('(') >= 0 && !last.endsWith(")")) {
        throw complain("\"" + last + "\" has parentheses that do not match");
      }
      skip();
      return last;
    }

    /** A word or a quoted text. */
    String text(String wanted) throws Complaint {
      String t = next(wanted);
      if (t.isBlank()) {
        throw complain(wanted + " must not be empty");
      }
      return t;
    }

    void expect(String word) throws Complaint {
      String found = next("\"" + word + "\"");
      if (!found.equals(word)) {
        throw complain("\"" + word + "\" must stand here, not \"" + found + "\"");
      }
    }

    Complaint unknown(String word, List<String> valid) {
      return complain(
          "unknown word \"" + word + "\"; nearest is " + Nearest.to(word, valid) + ", valid are "
              + ModelParser.text(valid));
    }

    Complaint complain(String message) {
      return new Complaint(column, message);
    }
  }
}

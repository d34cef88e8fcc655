package dev.jlockdep.agent.junit;

/** How reports name tests: {@code pkg.Type#method}, with {@code [n]} for an invocation of many. */
final class TestNames {
  private TestNames() {}

  static String name(String type, String method, String uniqueId) {
    return type + "#" + method + invocation(uniqueId);
  }

  /** The number in a unique id that ends in {@code :#n]}, as {@code [n]}. */
  private static String invocation(String uniqueId) {
    int number = uniqueId.lastIndexOf(":#");
    boolean atEnd = number >= 0 && uniqueId.indexOf(']', number) == uniqueId.length() - 1;
    return atEnd ? "[" + uniqueId.substring(number + 2) : "";
  }
}

package programs.ends;

import programs.matrix.AbbaMonitors;

/** Finds something, then ends in the way its argument names. */
public final class Ends {
  private Ends() {}

  public static void main(String[] args) throws Exception {
    AbbaMonitors.main(new String[0]);
    System.out.println("both orders done");
    switch (args[0]) {
      case "return":
        return;
      case "exit":
        System.exit(3);
        break;
      case "halt":
        Runtime.getRuntime().halt(5);
        break;
      case "throw":
        throw new IllegalStateException("thrown by the program");
      default:
        throw new IllegalArgumentException(args[0]);
    }
  }
}

package programs.broken;

import programs.matrix.AbbaMonitors;

/** Uses a type that cannot be woven, and others that can. */
public final class UsesVictim {
  private UsesVictim() {}

  @SuppressWarnings("deprecation") // its annotation is what the test damages
  public static void main(String[] args) throws Exception {
    System.out.println("entered " + new Victim().enter());
    AbbaMonitors.main(args);
  }
}

package dev.jlockdep;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.AccessibleObject;

/**
 * What the agent reads of the JDK's insides, it reads in the name of this module, that of the
 * bootstrap loader. Packages opened to the agent's own module would be open to the program too, whose
 * class path is the same module: reflection that fails without the agent would succeed.
 */
public final class JdkAccess {
  private JdkAccess() {}

  /** The module to which the packages are opened. */
  public static Module module() {
    return JdkAccess.class.getModule();
  }

  public static MethodHandles.Lookup lookup() {
    return MethodHandles.lookup();
  }

  /** Lets the agent use a field or method; throws where its package is not open to this module. */
  public static void open(AccessibleObject member) {
    member.setAccessible(true);
  }
}

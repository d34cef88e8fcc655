package programs.declared;

import java.util.LinkedHashMap;
import java.util.Map;

/** Runs every kernel in one JVM, each on lock classes of its own. */
public final class AllKernels {
  private AllKernels() {}

  public static Map<String, Kernel> all() {
    Map<String, Kernel> kernels = new LinkedHashMap<>();
    LockKernels.add(kernels);
    RangeKernels.add(kernels);
    CounterKernels.add(kernels);
    QueueKernels.add(kernels);
    RegionKernels.add(kernels);
    GuardKernels.add(kernels);
    ScopeKernels.add(kernels);
    return kernels;
  }

  /** @param arguments names of kernels; all when there are none */
  public static void main(String[] arguments) {
    Map<String, Kernel> kernels = all();
    if (arguments.length > 0) {
      kernels.keySet().retainAll(java.util.List.of(arguments));
    }
    kernels.forEach(AllKernels::run);
  }

  private static void run(String name, Kernel kernel) {
    try {
      kernel.run(name);
    } catch (Throwable failure) {
      System.err.println("kernel " + name + " failed: " + failure);
      for (StackTraceElement frame : failure.getStackTrace()) {
        System.err.println("    at " + frame);
      }
      if (failure.getCause() != null) {
        failure.getCause().printStackTrace();
      }
      System.exit(1);
    }
  }
}

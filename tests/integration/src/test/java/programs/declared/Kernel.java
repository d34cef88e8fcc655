package programs.declared;

/** A few lock operations in a schedule that does not hang. */
@FunctionalInterface
interface Kernel {
  /** @param k starts the names of all lock classes and threads, so that kernels cannot meet */
  void run(String k) throws Exception;
}

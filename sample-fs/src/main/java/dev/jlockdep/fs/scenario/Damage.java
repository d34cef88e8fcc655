package dev.jlockdep.fs.scenario;

/** Data was lost or a count is wrong: what a forced run of such a bug must come to. */
final class Damage extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Damage(String what) {
    super(what);
  }
}

package dev.jlockdep.agent.watch;

/** How a thread stands in the way of another one. */
enum Role {
  HOLDER("held by", ""),
  READER("held for reading by", ""),
  AHEAD("queued behind", "ahead in the queue"),
  RUNNER("run by", "runs it"),
  WORKER("queued for", "would have to run it"),
  MEMBER("which ends after", "has to end first"),
  INITIALISER("being initialised by", "initialises it"),
  SIGNALLER("signalled by nobody but", "would have to signal it");

  /** As seen from the one who waits: a name follows. */
  final String by;
  /** As seen from the one who stands in the way. */
  final String note;

  Role(String by, String note) {
    this.by = by;
    this.note = note;
  }
}

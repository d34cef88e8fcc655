package dev.jlockdep.internal.graph;

/** Every bound of the runtime, with its reason. Reaching one is an INCOMPLETE finding. */
public final class Limits {
  /** Lock classes: ten times the largest graph known to us (the kernel's 2,074) and room. */
  public static final int CLASSES_MAX = Integer.getInteger("dev.jlockdep.max.classes", 65_536);
  /** Class-level dependencies. */
  public static final int DEPENDENCIES_MAX =
      Integer.getInteger("dev.jlockdep.max.dependencies", 1_048_576);
  /** Witnesses of one dependency: enough to meet an inverse one, flat in memory. */
  public static final int WITNESSES_MAX = 256;
  /** Witnesses of one dependency that keep full stacks. */
  public static final int STACKS_MAX = 8;
  /** Locks held at once by one thread; deeper ones are not checked. */
  public static final int DEPTH_MAX = Integer.getInteger("dev.jlockdep.max.depth", 512);
  /** Locks held at once by one thread; further ones are not even counted as held. */
  public static final int HELD_MAX = 60_000;
  /** Locks of one creation site that are registered when they are made; later ones when needed. */
  public static final int EAGER_PER_SITE = 1_000;
  /** Longest cycle that is enumerated beside the shortest one. */
  public static final int CYCLE_MAX = 6;
  /** Cycles reported for one new dependency. */
  public static final int CYCLES_PER_DEPENDENCY = 50;
  /** Steps of one cycle search. */
  public static final int SEARCH_STEPS_MAX = 200_000;
  /** Sightings of a chain by one thread that are looked at in full before sampling starts. */
  public static final int SIGHTINGS_FULL = 24;
  /** The same for chains with a dependency on a cycle, where another instance may complete it. */
  public static final int SIGHTINGS_HOT = 4096;
  /** Pairs of instances of one class whose order is remembered. */
  public static final int PAIRS_MAX = 16_384;
  /** One in so many acquires that are no repetition takes a new slot; a power of two less 1. */
  public static final int SLOT_MASK = 1023;
  /**
   * One in 2 to the power of so many acquires of unregistered locks, leaf holds among them, registers
   * them; where few are repeated at all it becomes ever rarer.
   */
  public static final int FRESH_SHIFT = 6;
  public static final int FRESH_SHIFT_MAX = 12;
  /** One in so many acquires that repeat the last ones is looked at again; a power of two less 1. */
  public static final int SAMPLE_MASK = 4095;
  /** After so many such looks of a thread they come half as often, down to one in 2 to the 20. */
  public static final int SAMPLES_ALIKE = 16;
  public static final int SAMPLE_MASK_MAX = (1 << 20) - 1;
  /**
   * Contexts of one thread (tasks, times between waits) of which all requests are noted for whoever
   * waits for what it does; then one in so many, a power of two less 1, and of the others what is
   * asked for at places that were noted less often than that.
   */
  public static final int CONTEXTS_WHOLE = 1024;
  public static final int CONTEXTS_MASK = 15;
  /** After so many contexts of a thread they are noted more rarely yet. */
  public static final int CONTEXTS_MANY = 16_384;
  public static final int CONTEXTS_MASK_MAX = 63;
  public static final int NOTED_FIRST = 4096;
  /** Sightings by virtual threads of one chain before it is taken as known. */
  public static final int SIGHTINGS_VIRTUAL = 512;
  /**
   * Chains that one thread remembers; 24 B each for threads that see so many. A thread that goes
   * through more again and again has every acquire looked at in full, at some microseconds each.
   */
  public static final int RECENT_MAX = 65_536;
  /** Frames kept of one stack. */
  public static final int FRAMES_MAX = 64;
  /** Chains kept for the dump. */
  public static final int CHAINS_MAX = 65_536;
  /** Operations with an audit, and sets of held locks and call paths kept for each. */
  public static final int AUDITS_MAX = 4096;
  public static final int AUDIT_SETS_MAX = 64;
  public static final int AUDIT_PATHS_MAX = 8;
  /** Distinct reasons of suppressions that are listed. */
  public static final int SUPPRESSIONS_MAX = 1024;
  /** Owners of locks of one class of which it is known which lock they have. */
  public static final int OWNERS_MAX = 16_384;
  /** Ranges of one tree that are known one by one; further ones stand for all of them. */
  public static final int RANGES_MAX = 1024;
  /** Places in woven code, of locks asked for and of locks made each; 64 MB for a million. */
  public static final int SITES_MAX = Integer.getInteger("dev.jlockdep.max.sites", 1_048_576);
  /** Findings kept. */
  public static final int FINDINGS_MAX =
      Integer.getInteger("dev.jlockdep.max.findings", 10_000);
  /** Locks handed over to no thread whose release is waited for. */
  public static final int HANDED_OVER_MAX =
      Integer.getInteger("dev.jlockdep.max.handed.over", 4096);
  /** Holds that may be taken away at the moment, of all threads. */
  public static final int REVOCABLE_MAX = Integer.getInteger("dev.jlockdep.max.revocable", 4096);
  /** Objects whose waiters held locks, and whose signals are not all in yet. */
  public static final int OPEN_WAITS_MAX =
      Integer.getInteger("dev.jlockdep.max.open.waits", 4096);
  /** Places in the code with a wait that does not look whether its signal came. */
  public static final int BARE_WAITS_MAX =
      Integer.getInteger("dev.jlockdep.max.bare.waits", 1024);
  /** Names of regions; a region of a further name is another one each time it is asked for. */
  public static final int REGIONS_MAX = Integer.getInteger("dev.jlockdep.max.regions", 4096);
  /** Places kept where ordinary code can begin the initialisation of one type. */
  public static final int INIT_ENTRIES_MAX = 64;
  /**
   * An acquire that took less did not wait, for lock statistics, since the JVM does not tell: a free
   * lock takes up to some 12 microseconds while its code is interpreted, below 0.1 later.
   */
  public static final long CONTENDED_NANOS = 20_000;
  /** Waits for a lock that are told one by one, where lock statistics are taken. */
  public static final long LONG_WAIT_NANOS =
      1_000_000L * Integer.getInteger("dev.jlockdep.long.wait.millis", 20);

  private Limits() {}
}

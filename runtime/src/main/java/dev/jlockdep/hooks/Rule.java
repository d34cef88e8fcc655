package dev.jlockdep.hooks;

import dev.jlockdep.api.AcquireMode;
import dev.jlockdep.internal.graph.SpinLock;
import java.util.Arrays;

/**
 * What one method does to one lock. Rules are numbered when a type is woven; the number is a constant
 * in its bytecode. Immutable.
 */
public final class Rule {
  /** What the method does. */
  public enum Verb {
    ACQUIRES, TRIES, RELEASES, DOWNGRADES, BEGINS, ENDS, WAITS, SIGNALS, HANDS, REQUIRES, MIGHT,
    MAY, HANDLES, FORBIDS, NONBLOCKING, SUPPRESSES
  }

  /** When it did so, by what it returned. */
  public enum When {
    ALWAYS, TRUE, FALSE, NULL, NONNULL, ZERO, NONZERO, POSITIVE, NEGATIVE
  }

  private static final SpinLock LOCK = new SpinLock();
  private static volatile Rule[] all = new Rule[64]; // replaced or filled, never changed
  private static int count;

  public final Verb verb;
  /** The lock that is modelled; null where the expression names an ordinary lock, or none. */
  final LockModel lock;
  final AcquireMode mode;
  final boolean timed;
  public final When when;
  /** Name of the region, of the guarded operation, or the reason to suppress. */
  final String text;

  public Rule(
      Verb verb, LockModel lock, AcquireMode mode, boolean timed, When when, String text) {
    this.verb = verb;
    this.lock = lock;
    this.mode = mode;
    this.timed = timed;
    this.when = when;
    this.text = text;
  }

  /** Gives a rule its number. */
  public static int number(Rule rule) {
    LOCK.lock();
    try {
      int id = count++;
      if (id >= all.length) {
        all = Arrays.copyOf(all, all.length * 2);
      }
      all[id] = rule;
      return id;
    } finally {
      LOCK.unlock();
    }
  }

  static Rule of(int number) {
    return all[number];
  }

  /** Whether the result (or for references, whether there is one) says that it was done. */
  boolean holds(int result) {
    switch (when) {
      case TRUE:
      case NONNULL:
      case NONZERO:
        return result != 0;
      case FALSE:
      case NULL:
      case ZERO:
        return result == 0;
      case POSITIVE:
        return result > 0;
      case NEGATIVE:
        return result < 0;
      default:
        return true;
    }
  }
}

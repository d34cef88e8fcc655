package dev.jlockdep.hooks;

import dev.jlockdep.api.Finding;
import dev.jlockdep.api.LockdepDeadlockError;
import dev.jlockdep.internal.check.Errors;
import dev.jlockdep.internal.check.Validator;
import dev.jlockdep.internal.graph.Duty;
import dev.jlockdep.internal.graph.Limits;
import dev.jlockdep.internal.graph.Sites;
import dev.jlockdep.internal.held.HeldEntry;
import dev.jlockdep.internal.held.ThreadState;

/** Requests that are checked and never held. */
final class Probe {
  private Probe() {}

  /** All that the thread holds comes before the lock. */
  static void request(ThreadState s, Object lock, int bits) {
    HeldEntry same = s.repeat(lock, Sites.NOWHERE, bits, Validator.epoch());
    if (same != null && (s.acquisitions & Limits.SAMPLE_MASK) != 0) {
      s.pop(same);
      return;
    }
    if (same != null) {
      s.pop(same);
    }
    if (s.indexOf(lock) >= 0 && Hooks.reentrant(lock)) {
      return;
    }
    HeldEntry asked = pushed(s, lock, bits);
    if (asked != null) {
      s.pop(asked);
    }
  }

  /**
   * Asks for a lock; returns its entry, or null when there is none. The depth does not tell: other
   * threads may take holds off this one, or give it some, until the very moment of the request.
   */
  static HeldEntry pushed(ThreadState s, Object lock, int bits) {
    long before = s.acquisitions;
    Hooks.request(s, lock, Sites.NOWHERE, bits);
    int top = s.depth() - 1;
    HeldEntry e = top < 0 || s.acquisitions == before ? null : s.stack[top];
    return e != null && e.ref == lock && e.since == s.acquisitions ? e : null;
  }

  /** One hold comes before a lock, whatever else the thread holds. */
  static void alone(
      ThreadState s, Object held, int heldBits, Duty duty, Object wanted, int wantedBits) {
    Finding f = null;
    ThreadState.Aside aside = s.aside();
    try {
      s.push(held, Sites.NOWHERE, heldBits).duty = duty;
      s.push(wanted, Sites.NOWHERE, wantedBits);
      Validator.resolve(s);
      if (Validator.unproven(s, s.stack[1].key, false)) {
        f = Validator.request(s);
      }
    } catch (Throwable t) {
      Errors.record(t);
    } finally {
      s.back(aside);
    }
    fail(f);
  }

  /** Throws what the configuration wants thrown. */
  static void fail(Finding f) {
    if (f != null) {
      throw new LockdepDeadlockError(f.kind().headline() + ": " + f.message(), f);
    }
  }
}

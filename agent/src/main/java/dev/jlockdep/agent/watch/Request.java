package dev.jlockdep.agent.watch;

import dev.jlockdep.api.AcquireMode;
import java.util.List;

/** An untimed wait of one thread, and what has to happen before it can end. */
final class Request {
  /** Threads of which one has to act; an empty list is never satisfied. */
  record Need(List<Thread> anyOf, Role role) {
    static Need of(Thread thread, Role role) {
      return new Need(List.of(thread), role);
    }
  }

  final ThreadView who;
  final Resource wanted;
  final AcquireMode mode;
  /** All of these have to be met; none means that anything may end the wait. */
  final List<Need> needs;
  /** How long the picture must last before it is believed. */
  final long settleMillis;

  Request(ThreadView who, Resource wanted, AcquireMode mode, List<Need> needs, long settleMillis) {
    this.who = who;
    this.wanted = wanted;
    this.mode = mode;
    this.needs = needs;
    this.settleMillis = settleMillis;
  }

  Request(ThreadView who, Resource wanted, Need need) {
    this(who, wanted, AcquireMode.EXCLUSIVE, List.of(need), 0);
  }

  /** The role in which {@code thread} stands in the way, or null. */
  Role roleOf(Thread thread) {
    for (Need need : needs) {
      if (need.anyOf().contains(thread)) {
        return need.role();
      }
    }
    return null;
  }
}

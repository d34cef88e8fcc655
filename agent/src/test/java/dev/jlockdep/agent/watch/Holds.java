package dev.jlockdep.agent.watch;

import dev.jlockdep.api.AcquireMode;
import dev.jlockdep.api.LockClassView;
import dev.jlockdep.api.ThreadSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Stands in for the runtime: programs tell it by hand what they hold. */
final class Holds implements HeldSource {
  private record Hold(Object lock, AcquireMode mode, boolean pending, LockClassView type) {}

  private final Map<Thread, List<Hold>> holds = new ConcurrentHashMap<>();

  void taken(Object lock, AcquireMode mode) {
    boolean declared = !lock.getClass().getName().startsWith("java.");
    LockClassView type =
        declared
            ? new DeclaredClass(name(lock))
            : new ObservedClass(name(lock), "lock", name(lock));
    add(new Hold(lock, mode, false, type));
  }

  /** Asks for a lock that was declared through the API. */
  void asked(Object lock, AcquireMode mode) {
    add(new Hold(lock, mode, true, new DeclaredClass(name(lock))));
  }

  void released(Object lock) {
    holds.computeIfPresent(
        Thread.currentThread(),
        (t, all) -> all.stream().filter(h -> h.lock() != lock).toList());
  }

  private void add(Hold hold) {
    holds.compute(
        Thread.currentThread(),
        (t, all) -> {
          List<Hold> more = all == null ? new ArrayList<>() : new ArrayList<>(all);
          more.add(hold);
          return more;
        });
  }

  private static String name(Object lock) {
    return LockTypes.plain(lock.getClass().getName());
  }

  @Override
  public List<ThreadSnapshot> threads() {
    List<ThreadSnapshot> snapshots = new ArrayList<>();
    holds.forEach((thread, all) -> snapshots.add(snapshot(thread, all)));
    return snapshots;
  }

  private static ThreadSnapshot snapshot(Thread thread, List<Hold> all) {
    int n = all.size();
    boolean[] pending = new boolean[n];
    for (int i = 0; i < n; i++) {
      pending[i] = all.get(i).pending();
    }
    return new ThreadSnapshot(
        thread,
        all.stream().map(Hold::lock).toArray(),
        all.stream().map(Hold::type).toArray(LockClassView[]::new),
        all.stream().map(Hold::mode).toArray(AcquireMode[]::new),
        new StackTraceElement[n],
        pending,
        n,
        "");
  }

  private record DeclaredClass(String name) implements LockClassView {
    @Override
    public String kind() {
      return "declared";
    }

    @Override
    public String type() {
      return name;
    }

    @Override
    public boolean declared() {
      return true;
    }

    @Override
    public int id() {
      return 1;
    }
  }
}

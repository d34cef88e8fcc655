package dev.jlockdep.agent.report;

import dev.jlockdep.api.AcquireMode;
import dev.jlockdep.api.Dependency;
import dev.jlockdep.api.Finding;
import dev.jlockdep.api.FindingKind;
import dev.jlockdep.api.HeldLock;
import dev.jlockdep.api.Level;
import dev.jlockdep.api.LockClassView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Findings as the runtime would make them. */
public final class SampleFindings {
  public static final RunRecord RUN = run();

  private SampleFindings() {}

  private static RunRecord run() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("id", "00000000000000aa");
    values.put("pid", 4242L);
    values.put("startMillis", 1_700_000_000_000L);
    values.put("program", "sample-fs 0.1.0");
    values.put("jdk", "17.0.15");
    return new RunRecord(values);
  }

  /** A lock class view. */
  public record LockClass(String name, String kind, String type, boolean declared, int id)
      implements LockClassView {}

  public static LockClass monitor(String name, int id) {
    return new LockClass(name, "monitor", "java.lang.Object", false, id);
  }

  public static StackTraceElement frame(String type, String method, int line) {
    String simple = type.substring(type.lastIndexOf('.') + 1);
    return new StackTraceElement(type, method, simple + ".java", line);
  }

  public static StackTraceElement[] stack(String type, String method, int line, int depth) {
    StackTraceElement[] stack = new StackTraceElement[depth];
    stack[0] = frame(type, method, line);
    for (int i = 1; i < depth; i++) {
      stack[i] = frame("com.acme.App", "call" + i, 100 + i);
    }
    return stack;
  }

  public static HeldLock lock(
      LockClassView lockClass, String instance, AcquireMode mode, StackTraceElement position) {
    return new HeldLock(lockClass, instance, mode, position, "");
  }

  public static Dependency dependency(HeldLock held, HeldLock requested, String thread, long id) {
    return new Dependency(
        held,
        requested,
        new StackTraceElement[] {held.position(), frame("com.acme.App", "run", 10)},
        new StackTraceElement[] {requested.position(), frame("com.acme.App", "run", 11)},
        thread,
        id,
        thread + "#1",
        "");
  }

  /** A circle through the named lock classes, one thread for each dependency. */
  public static Finding circle(Level level, boolean failing, String... names) {
    List<Dependency> dependencies = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      int next = (i + 1) % names.length;
      String type = "com.acme.Step" + i;
      dependencies.add(
          dependency(
              lock(monitor(names[i], i), "com.acme.T@" + i, AcquireMode.EXCLUSIVE,
                  frame(type, "take", 20 + i)),
              lock(monitor(names[next], next), "com.acme.T@" + next, AcquireMode.EXCLUSIVE,
                  frame(type, "next", 30 + i)),
              "worker-" + i,
              50 + i));
    }
    return new Finding(
        FindingKind.CYCLE,
        level,
        "LD-0000000" + names.length,
        "these locks are taken in different orders",
        List.of(names),
        dependencies,
        List.of(dependencies.get(0).held()),
        stack("com.acme.Step0", "next", 30, 14),
        "worker-0",
        50,
        "com.acme.StepTest#orders",
        List.of("2 threads; same instances; no common gate lock"),
        failing,
        1_700_000_000_500L);
  }

  /** Two readers of a lock that blocks behind writers. */
  public static Finding readers() {
    LockClass a = new LockClass("com.acme.Cache.rw", "rwlock", "X", false, 1);
    LockClass b = new LockClass("com.acme.Index.rw", "rwlock", "X", false, 2);
    Finding model = circle(Level.LIKELY, true, "a", "b");
    List<Dependency> dependencies =
        List.of(
            dependency(
                lock(a, "L@1", AcquireMode.READ, frame("com.acme.Cache", "get", 5)),
                lock(b, "L@2", AcquireMode.READ, frame("com.acme.Index", "find", 6)),
                "reader",
                7),
            dependency(
                lock(b, "L@2", AcquireMode.READ, frame("com.acme.Index", "scan", 8)),
                lock(a, "L@1", AcquireMode.EXCLUSIVE, frame("com.acme.Cache", "put", 9)),
                "reader",
                8));
    return new Finding(
        model.kind(),
        model.level(),
        "LD-000000aa",
        model.message(),
        List.of(a.name(), b.name()),
        dependencies,
        List.of(dependencies.get(0).held()),
        new StackTraceElement[0],
        "reader",
        7,
        "",
        List.of(),
        true,
        0);
  }

  /** The direct-I/O count of a file, waited for by the task that must end it. */
  public static Finding directIo() {
    LockClass dio = new LockClass("inode_dio", "event", "fs.Inode", true, 1);
    LockClass writers = new LockClass("sb_writers", "rwsem", "fs.SuperBlock", true, 2);
    LockClass inode = new LockClass("i_rwsem", "rwsem", "fs.Inode", true, 3);
    LockClass mapping = new LockClass("mapping.invalidate_lock", "rwsem", "fs.Mapping", true, 4);
    StackTraceElement taken = frame("fs.Dio", "rw", 88);
    StackTraceElement asked = frame("fs.FileOps", "fallocate", 41);
    HeldLock held =
        new HeldLock(
            dio,
            "fs.Inode@5e91",
            AcquireMode.READ,
            taken,
            "completion queued to this task, same instance");
    HeldLock requested = lock(dio, "fs.Inode@5e91", AcquireMode.EXCLUSIVE, asked);
    return new Finding(
        FindingKind.RECURSION,
        Level.PROVEN,
        "LD-5f3a09c1",
        "the task waits for itself",
        List.of("inode_dio"),
        List.of(dependency(held, requested, "falloc-dio", 502)),
        List.of(
            held,
            lock(writers, "fs.SuperBlock@1", AcquireMode.READ, frame("fs.Vfs", "fallocate", 12)),
            lock(inode, "fs.Inode@5e91", AcquireMode.EXCLUSIVE, frame("fs.FileOps", "lock", 30)),
            lock(mapping, "fs.Mapping@2", AcquireMode.EXCLUSIVE, frame("fs.FileOps", "map", 33))),
        new StackTraceElement[] {asked, frame("fs.Vfs", "fallocate", 13)},
        "falloc-dio",
        502,
        "",
        List.of("same instance, held by this task"),
        true,
        0);
  }

  /** Two instances of one class, taken in both orders. */
  public static Finding instances() {
    LockClass account = monitor("com.acme.Account", 1);
    HeldLock a = lock(account, "com.acme.Account@a1", AcquireMode.EXCLUSIVE, frame("B", "f", 1));
    HeldLock b = lock(account, "com.acme.Account@b2", AcquireMode.EXCLUSIVE, frame("B", "t", 2));
    return new Finding(
        FindingKind.RECURSION,
        Level.LIKELY,
        "LD-000000bb",
        "two instances are nested in both orders",
        List.of(account.name()),
        List.of(dependency(a, b, "first", 1), dependency(b, a, "second", 2)),
        List.of(a),
        new StackTraceElement[] {frame("B", "t", 2)},
        "first",
        1,
        "",
        List.of(),
        true,
        0);
  }

  /** A finding of a kind without an order. */
  public static Finding plain(FindingKind kind, Level level) {
    LockClass monitor = monitor("com.acme.Pool.lock", 1);
    return new Finding(
        kind,
        level,
        "LD-000000cc",
        "the thread never took it",
        List.of(monitor.name()),
        List.of(),
        List.of(),
        stack("com.acme.Pool", "give", 7, 2),
        "main",
        1,
        "",
        List.of(),
        level != Level.NOTE,
        0);
  }

  /** Two threads that are stuck. */
  public static Finding deadlock() {
    Finding model = circle(Level.ACTUAL, true, "com.acme.A.lock", "com.acme.B.lock");
    return new Finding(
        FindingKind.DEADLOCK,
        Level.ACTUAL,
        "LD-000000dd",
        "2 threads wait for each other",
        model.classes(),
        model.dependencies(),
        List.of(),
        new StackTraceElement[0],
        "jlockdep-watch",
        9,
        "",
        List.of("seen twice, no progress in between"),
        true,
        0);
  }
}

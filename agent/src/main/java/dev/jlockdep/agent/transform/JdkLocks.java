package dev.jlockdep.agent.transform;

import dev.jlockdep.internal.graph.Kind;
import dev.jlockdep.internal.held.ThreadState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * The locks of {@code java.util.concurrent} and the life of threads: a table of methods and what to
 * put around each. Woven into the bodies themselves, so calls through interfaces, subclasses, method
 * references and reflection are all seen. Only bodies change: these types are loaded before us.
 */
final class JdkLocks {
  /** What to do with one method. */
  private enum Act {
    /** Request before, taken back when it throws. */
    ACQUIRE,
    /** Request before, taken back when it throws or returns false / 0. */
    ACQUIRE_MAYBE,
    /** Counted as held when it returns true / non-zero. */
    TRY,
    /** Let go after it returned; when it throws, the lock was not held. */
    RELEASE,
    /** Let go after it returned true. */
    RELEASE_MAYBE,
    CONDITION,
    MADE,
    MADE_SEMAPHORE,
    CONVERT,
    SYNC_ACQUIRE,
    SYNC_ACQUIRE_MAYBE,
    SYNC_RELEASE,
    STARTING,
    EXITING,
    EXITING_VIRTUAL,
    POOL_TASK,
    HALTING,
    ENDING
  }

  private static final class Rule {
    final Act act;
    final int bits;

    Rule(Act act, int bits) {
      this.act = act;
      this.bits = bits;
    }
  }

  /** Where shutdown hooks are run. */
  static final String SHUTDOWN = "java/lang/Shutdown";

  private static final String J = "java/util/concurrent/locks/";
  private static final String TU = "JLjava/util/concurrent/TimeUnit;";
  private static final Map<String, Map<String, Rule>> TABLE = new HashMap<>();
  private static final Set<String> NAMES = new HashSet<>();
  /** Descriptor of the field that holds the synchronizer, by type; absent: the lock itself. */
  private static final Map<String, String> SYNC = new HashMap<>();

  static {
    int x = ThreadState.X;
    int r = ThreadState.READ;
    mutex(J + "ReentrantLock", bits(Kind.REENTRANT, x));
    add(J + "ReentrantLock", "<init>()V", Act.MADE, bits(Kind.REENTRANT, x));
    add(J + "ReentrantLock", "<init>(Z)V", Act.MADE, bits(Kind.REENTRANT, x));
    SYNC.put(J + "ReentrantLock", "L" + J + "ReentrantLock$Sync;");
    mutex(J + "ReentrantReadWriteLock$ReadLock", bits(Kind.READ_WRITE, r));
    mutex(J + "ReentrantReadWriteLock$WriteLock", bits(Kind.READ_WRITE, x));
    SYNC.put(J + "ReentrantReadWriteLock$ReadLock", "L" + J + "ReentrantReadWriteLock$Sync;");
    SYNC.put(J + "ReentrantReadWriteLock$WriteLock", "L" + J + "ReentrantReadWriteLock$Sync;");
    SYNC.put(J + "ReentrantReadWriteLock", "L" + J + "ReentrantReadWriteLock$Sync;");
    add(J + "ReentrantReadWriteLock", "<init>(Z)V", Act.MADE, bits(Kind.READ_WRITE, x));
    stamped(bits(Kind.STAMPED, x), bits(Kind.STAMPED, r));
    semaphore(bits(Kind.SEMAPHORE, x));
    String condition = J + "AbstractQueuedSynchronizer$ConditionObject";
    for (String m : List.of("await()V", "awaitUninterruptibly()V", "awaitNanos(J)J",
        "awaitUntil(Ljava/util/Date;)Z", "await(" + TU + ")Z")) {
      add(condition, m, Act.CONDITION, 0);
    }
    int sync = bits(Kind.SYNCHRONIZER, x);
    String aqs = J + "AbstractQueuedSynchronizer";
    add(aqs, "acquire(I)V", Act.SYNC_ACQUIRE, sync);
    add(aqs, "acquireInterruptibly(I)V", Act.SYNC_ACQUIRE, sync);
    add(aqs, "tryAcquireNanos(IJ)Z", Act.SYNC_ACQUIRE_MAYBE, sync | ThreadState.TIMED);
    add(aqs, "release(I)Z", Act.SYNC_RELEASE, sync);
    add("java/lang/Thread", "start()V", Act.STARTING, 0);
    add("java/lang/Thread", "exit()V", Act.EXITING, 0);
    add("java/lang/Thread", "start(Ljdk/internal/vm/ThreadContainer;)V", Act.STARTING, 0);
    add("java/lang/VirtualThread", "start(Ljdk/internal/vm/ThreadContainer;)V", Act.STARTING, 0);
    add("java/lang/VirtualThread", "run(Ljava/lang/Runnable;)V", Act.EXITING_VIRTUAL, 0);
    add("java/util/concurrent/ThreadPoolExecutor",
        "runWorker(Ljava/util/concurrent/ThreadPoolExecutor$Worker;)V", Act.POOL_TASK, 0);
    add("java/lang/Runtime", "halt(I)V", Act.HALTING, 0);
    add(SHUTDOWN, "runHooks()V", Act.ENDING, 0);
  }

  private static int bits(int kind, int mode) {
    return kind << ThreadState.KIND_SHIFT | mode;
  }

  private static void mutex(String type, int bits) {
    add(type, "lock()V", Act.ACQUIRE, bits);
    add(type, "lockInterruptibly()V", Act.ACQUIRE, bits);
    add(type, "tryLock()Z", Act.TRY, bits);
    add(type, "tryLock(" + TU + ")Z", Act.ACQUIRE_MAYBE, bits | ThreadState.TIMED);
    add(type, "unlock()V", Act.RELEASE, bits);
  }

  private static void stamped(int x, int r) {
    String t = J + "StampedLock";
    add(t, "<init>()V", Act.MADE, x);
    add(t, "writeLock()J", Act.ACQUIRE, x);
    add(t, "writeLockInterruptibly()J", Act.ACQUIRE, x);
    add(t, "tryWriteLock()J", Act.TRY, x);
    add(t, "tryWriteLock(" + TU + ")J", Act.ACQUIRE_MAYBE, x | ThreadState.TIMED);
    add(t, "readLock()J", Act.ACQUIRE, r);
    add(t, "readLockInterruptibly()J", Act.ACQUIRE, r);
    add(t, "tryReadLock()J", Act.TRY, r);
    add(t, "tryReadLock(" + TU + ")J", Act.ACQUIRE_MAYBE, r | ThreadState.TIMED);
    add(t, "unlockWrite(J)V", Act.RELEASE, x);
    add(t, "unlockRead(J)V", Act.RELEASE, r);
    add(t, "unstampedUnlockWrite()V", Act.RELEASE, x);
    add(t, "unstampedUnlockRead()V", Act.RELEASE, r);
    add(t, "tryUnlockWrite()Z", Act.RELEASE_MAYBE, x);
    add(t, "tryUnlockRead()Z", Act.RELEASE_MAYBE, r);
    add(t, "tryConvertToWriteLock(J)J", Act.CONVERT, x);
    add(t, "tryConvertToReadLock(J)J", Act.CONVERT, x);
    add(t, "tryConvertToOptimisticRead(J)J", Act.CONVERT, x);
  }

  private static void semaphore(int x) {
    String t = "java/util/concurrent/Semaphore";
    SYNC.put(t, "Ljava/util/concurrent/Semaphore$Sync;");
    add(t, "<init>(I)V", Act.MADE_SEMAPHORE, x);
    add(t, "<init>(IZ)V", Act.MADE_SEMAPHORE, x);
    for (String args : List.of("()", "(I)")) {
      add(t, "acquire" + args + "V", Act.ACQUIRE, x);
      add(t, "acquireUninterruptibly" + args + "V", Act.ACQUIRE, x);
      add(t, "tryAcquire" + args + "Z", Act.TRY, x);
      add(t, "release" + args + "V", Act.RELEASE, x);
    }
    add(t, "tryAcquire(" + TU + ")Z", Act.ACQUIRE_MAYBE, x | ThreadState.TIMED);
    add(t, "tryAcquire(I" + TU + ")Z", Act.ACQUIRE_MAYBE, x | ThreadState.TIMED);
  }

  private static void add(String type, String method, Act act, int bits) {
    // no lambda: the first one in a JVM is dear, and this is start-up
    Map<String, Rule> rules = TABLE.get(type);
    if (rules == null) {
      rules = new HashMap<>();
      TABLE.put(type, rules);
    }
    rules.put(method, new Rule(act, bits));
    NAMES.add(method.substring(0, method.indexOf('(')));
  }

  /** Types of the table, internal names. */
  static Iterable<String> types() {
    return TABLE.keySet();
  }

  static boolean knows(String type) {
    return TABLE.containsKey(type);
  }

  /** Whether the table has a rule for some method of this name. */
  static boolean knowsName(String method) {
    return NAMES.contains(method);
  }

  /** Whether the table has a rule for a method. */
  static boolean knows(String type, String method) {
    Map<String, Rule> rules = TABLE.get(type);
    return rules != null && rules.containsKey(method);
  }

  /** Weaves one type of the table; returns the number of methods changed. */
  static int weave(ClassNode type) {
    Map<String, Rule> rules = TABLE.get(type.name);
    int n = 0;
    for (MethodNode m : type.methods) {
      Rule rule = rules.get(m.name + m.desc);
      boolean body = (m.access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) == 0;
      if (rule != null && body) {
        n += new JdkLocks(type, m, rule).weave() ? 1 : 0;
      }
    }
    return n;
  }

  // ---- one method ------------------------------------------------------------------------------

  private final ClassNode type;
  private final MethodNode method;
  private final Rule rule;

  private JdkLocks(ClassNode type, MethodNode method, Rule rule) {
    this.type = type;
    this.method = method;
    this.rule = rule;
  }

  /** Whether the method was changed. */
  private boolean weave() {
    switch (rule.act) {
      case ACQUIRE:
        before("lockRequest");
        onThrow("failed");
        break;
      case ACQUIRE_MAYBE:
        onReturn("failed", false);
        onThrow("failed");
        before("lockRequest");
        break;
      case TRY:
        onReturn("lockTried", true);
        break;
      case RELEASE:
        onReturn("released", null);
        onThrow("badRelease");
        break;
      case RELEASE_MAYBE:
        onReturn("released", true);
        break;
      case CONDITION:
        InsnList wait = new InsnList();
        wait.add(new VarInsnNode(Opcodes.ALOAD, 0));
        wait.add(
            new FieldInsnNode(
                Opcodes.GETFIELD, type.name, "this$0", "L" + J + "AbstractQueuedSynchronizer;"));
        wait.add(Emit.hook("conditionWaits", "(Ljava/lang/Object;)V"));
        method.instructions.insert(wait);
        break;
      case MADE:
        onReturn("lockMade", null);
        break;
      case MADE_SEMAPHORE:
        made();
        break;
      case CONVERT:
        convert();
        break;
      case SYNC_ACQUIRE:
        before("synchronizerRequest");
        onThrow("synchronizerFailed");
        break;
      case SYNC_ACQUIRE_MAYBE:
        onReturn("synchronizerFailed", false);
        onThrow("synchronizerFailed");
        before("synchronizerRequest");
        break;
      case SYNC_RELEASE:
        syncRelease();
        break;
      case STARTING:
        threadHook("starting", true);
        break;
      case EXITING:
        threadHook("exiting", true);
        break;
      case EXITING_VIRTUAL:
        threadHook("exiting", false);
        break;
      case POOL_TASK:
        poolTask();
        break;
      case HALTING:
        method.instructions.insert(Emit.signal("Halting"));
        break;
      case ENDING:
        return behindHooks();
      default:
        throw new IllegalStateException("no weaving for " + rule.act);
    }
    return true;
  }

  /** Before the JDK notes that all shutdown hooks have run. */
  private boolean behindHooks() {
    for (AbstractInsnNode insn : method.instructions) {
      if (insn.getOpcode() == Opcodes.INVOKESTATIC
          && ((MethodInsnNode) insn).name.equals("shutdown")) {
        method.instructions.insertBefore(insn, Emit.signal("Ending"));
        return true;
      }
    }
    return false;
  }

  private void threadHook(String hook, boolean entry) {
    if (entry) {
      method.instructions.insert(threadCall(hook));
      return;
    }
    for (AbstractInsnNode r : returns()) {
      method.instructions.insertBefore(r, threadCall(hook));
    }
  }

  private static InsnList threadCall(String hook) {
    InsnList l = new InsnList();
    l.add(new VarInsnNode(Opcodes.ALOAD, 0));
    l.add(Emit.hook(hook, "(Ljava/lang/Thread;)V"));
    return l;
  }

  /** Around {@code task.run()} in the worker loop. */
  private void poolTask() {
    for (AbstractInsnNode insn : method.instructions.toArray()) {
      if (insn instanceof MethodInsnNode
          && insn.getOpcode() == Opcodes.INVOKEINTERFACE
          && ((MethodInsnNode) insn).owner.equals("java/lang/Runnable")) {
        InsnList l = new InsnList();
        l.add(new VarInsnNode(Opcodes.ALOAD, 0));
        l.add(Emit.hook("taskBegins", "(Ljava/lang/Object;)V"));
        method.instructions.insertBefore(insn, l);
        method.instructions.insert(insn, Emit.hook("taskEnds", "()V"));
      }
    }
  }

  /** Pushes the lock's identity: its synchronizer where it has one. */
  private InsnList identity() {
    InsnList l = new InsnList();
    l.add(new VarInsnNode(Opcodes.ALOAD, 0)); // Stack: lock
    String sync = SYNC.get(type.name);
    if (sync != null) {
      l.add(new FieldInsnNode(Opcodes.GETFIELD, type.name, "sync", sync)); // Stack: sync
    }
    return l;
  }

  private InsnList call(String hook) {
    InsnList l = identity();
    l.add(Emit.push(rule.bits)); // Stack: lock bits
    l.add(Emit.hook(hook, "(Ljava/lang/Object;I)V")); // Stack:
    return l;
  }

  private void before(String hook) {
    method.instructions.insert(call(hook));
  }

  private List<AbstractInsnNode> returns() {
    List<AbstractInsnNode> list = new ArrayList<>();
    for (AbstractInsnNode insn : method.instructions) {
      int op = insn.getOpcode();
      if (op >= Opcodes.IRETURN && op <= Opcodes.RETURN) {
        list.add(insn);
      }
    }
    return list;
  }

  /**
   * Before every return: always (null), or only when the result is (not) false / 0. The hook tests a
   * copy of the result: no branch, so no frame in the middle of a body we do not know.
   */
  private void onReturn(String hook, Boolean wanted) {
    for (AbstractInsnNode r : returns()) {
      if (wanted == null) {
        method.instructions.insertBefore(r, call(hook));
        continue;
      }
      boolean isLong = r.getOpcode() == Opcodes.LRETURN;
      int slot = method.maxLocals;
      InsnList l = new InsnList();
      l.add(new InsnNode(isLong ? Opcodes.DUP2 : Opcodes.DUP)); // Stack: result result
      if (isLong) {
        l.add(new InsnNode(Opcodes.LCONST_0));
        l.add(new InsnNode(Opcodes.LCMP)); // Stack: result test
      }
      l.add(new VarInsnNode(Opcodes.ISTORE, slot)); // Stack: result
      l.add(identity()); // Stack: result lock
      l.add(Emit.push(rule.bits)); // Stack: result lock bits
      l.add(new VarInsnNode(Opcodes.ILOAD, slot)); // Stack: result lock bits test
      l.add(Emit.push(wanted ? 1 : 0));
      l.add(Emit.hook(hook + "If", "(Ljava/lang/Object;III)V")); // Stack: result
      method.instructions.insertBefore(r, l);
    }
    if (wanted != null) {
      method.maxLocals += 1;
    }
  }

  private void onThrow(String hook) {
    LabelNode start = new LabelNode();
    LabelNode end = new LabelNode();
    method.instructions.insert(start);
    method.instructions.add(end);
    InsnList l = new InsnList();
    l.add(
        new FrameNode(
            Opcodes.F_FULL, 1, new Object[] {type.name}, 1, new Object[] {"java/lang/Throwable"}));
    l.add(call(hook)); // Stack: thrown
    l.add(new InsnNode(Opcodes.ATHROW));
    method.instructions.add(l);
    method.tryCatchBlocks.add(new TryCatchBlockNode(start, end, end, null));
  }

  /** A semaphore constructor: the number of permits decides. */
  private void made() {
    for (AbstractInsnNode r : returns()) {
      InsnList l = identity(); // Stack: sync
      l.add(new VarInsnNode(Opcodes.ILOAD, 1)); // Stack: sync permits
      l.add(Emit.push(rule.bits)); // Stack: sync permits bits
      l.add(Emit.hook("semaphoreMade", "(Ljava/lang/Object;II)V"));
      method.instructions.insertBefore(r, l);
    }
  }

  /** StampedLock conversions: from the stamp given to the stamp returned. */
  private void convert() {
    int stamp = method.maxLocals;
    method.maxLocals += 2;
    for (AbstractInsnNode r : returns()) {
      InsnList l = new InsnList();
      l.add(new InsnNode(Opcodes.DUP2)); // Stack: to to
      l.add(new VarInsnNode(Opcodes.LSTORE, stamp)); // Stack: to
      l.add(new VarInsnNode(Opcodes.ALOAD, 0)); // Stack: to lock
      l.add(new VarInsnNode(Opcodes.LLOAD, 1)); // Stack: to lock from
      l.add(new VarInsnNode(Opcodes.LLOAD, stamp)); // Stack: to lock from to
      l.add(Emit.push(rule.bits)); // Stack: to lock from to bits
      l.add(Emit.hook("converted", "(Ljava/lang/Object;JJI)V")); // Stack: to
      method.instructions.insertBefore(r, l);
    }
  }

  private void syncRelease() {
    for (AbstractInsnNode r : returns()) {
      InsnList l = new InsnList();
      l.add(new InsnNode(Opcodes.DUP)); // Stack: free free
      l.add(new VarInsnNode(Opcodes.ALOAD, 0)); // Stack: free free sync
      l.add(new InsnNode(Opcodes.SWAP)); // Stack: free sync free
      l.add(Emit.push(rule.bits)); // Stack: free sync free bits
      l.add(Emit.hook("synchronizerReleased", "(Ljava/lang/Object;ZI)V")); // Stack: free
      method.instructions.insertBefore(r, l);
    }
  }
}

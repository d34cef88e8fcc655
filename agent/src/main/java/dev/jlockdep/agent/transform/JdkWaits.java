package dev.jlockdep.agent.transform;

import dev.jlockdep.internal.check.Waits;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Where the JDK lets threads wait for each other other than by locks: a table of methods and what to
 * put around each, as {@link JdkLocks} is for locks. Only bodies change.
 */
final class JdkWaits {
  /** What to do with one method. */
  private enum Act {
    /** Told before it waits, and after it came back. */
    AWAIT,
    /** Told before; what it waits for is signalled again and again. */
    CONDITION_AWAIT,
    /** Told after: the wait had a time limit. */
    BACK,
    /** Told before it signals. */
    SIGNAL,
    /** Told when it returned true. */
    SIGNAL_IF,
    CONDITION_SIGNAL,
    /** A constructor of what is waited for. */
    CREATED,
    /** Told before a future runs. */
    RUNS,
    /** Told before those who wait for a future are woken. */
    COMPLETES,
    POOL_MADE,
    /** Told before a task goes into a pool. */
    SUBMITS,
    /** Told before it waits for the end of a pool. */
    AWAIT_END,
    /** Told of each future that it waits for, whether that is done by then or not. */
    WAITS_FOR_ALL
  }

  private static final class Rule {
    final Act act;
    final int what;

    Rule(Act act, int what) {
      this.act = act;
      this.what = what;
    }
  }

  private static final String C = "java/util/concurrent/";
  private static final String CONDITION = C + "locks/AbstractQueuedSynchronizer$ConditionObject";
  private static final String AQS = "L" + C + "locks/AbstractQueuedSynchronizer;";
  private static final Map<String, Map<String, Rule>> TABLE = new HashMap<>();
  private static final Set<String> NAMES = new HashSet<>();

  static {
    add(C + "CountDownLatch", "<init>(I)V", Act.CREATED, Waits.EVENT);
    add(C + "CountDownLatch", "await()V", Act.AWAIT, Waits.EVENT);
    add(C + "CountDownLatch", "countDown()V", Act.SIGNAL, Waits.EVENT);
    add(C + "FutureTask", "get()Ljava/lang/Object;", Act.AWAIT, Waits.FUTURE);
    add(C + "FutureTask", "run()V", Act.RUNS, Waits.FUTURE);
    add(C + "FutureTask", "finishCompletion()V", Act.COMPLETES, Waits.FUTURE);
    String future = C + "CompletableFuture";
    add(future, "<init>()V", Act.CREATED, Waits.FUTURE);
    add(future, "get()Ljava/lang/Object;", Act.AWAIT, Waits.FUTURE);
    add(future, "join()Ljava/lang/Object;", Act.AWAIT, Waits.FUTURE);
    add(future, "completeNull()Z", Act.SIGNAL_IF, Waits.FUTURE);
    add(future, "completeValue(Ljava/lang/Object;)Z", Act.SIGNAL_IF, Waits.FUTURE);
    add(future, "completeThrowable(Ljava/lang/Throwable;)Z", Act.SIGNAL_IF, Waits.FUTURE);
    add(future, "completeThrowable(Ljava/lang/Throwable;Ljava/lang/Object;)Z", Act.SIGNAL_IF,
        Waits.FUTURE);
    add(future, "completeRelay(Ljava/lang/Object;)Z", Act.SIGNAL_IF, Waits.FUTURE);
    add(future, "internalComplete(Ljava/lang/Object;)Z", Act.SIGNAL_IF, Waits.FUTURE);
    add("java/lang/Thread", "join()V", Act.AWAIT, Waits.THREAD);
    String pool = C + "ThreadPoolExecutor";
    add(pool, "<init>(IIJL" + C + "TimeUnit;L" + C + "BlockingQueue;L" + C + "ThreadFactory;L" + C
        + "RejectedExecutionHandler;)V", Act.POOL_MADE, Waits.POOL);
    add(pool, "execute(Ljava/lang/Runnable;)V", Act.SUBMITS, Waits.POOL);
    add(pool, "awaitTermination(JL" + C + "TimeUnit;)Z", Act.AWAIT_END, Waits.POOL);
    String all = "invokeAll(Ljava/util/Collection;)Ljava/util/List;";
    add(C + "AbstractExecutorService", all, Act.WAITS_FOR_ALL, Waits.FUTURE);
    add(C + "ThreadPerTaskExecutor", all, Act.WAITS_FOR_ALL, Waits.FUTURE);
    add(CONDITION, "await()V", Act.CONDITION_AWAIT, Waits.EVENT);
    add(CONDITION, "awaitUninterruptibly()V", Act.CONDITION_AWAIT, Waits.EVENT);
    add(CONDITION, "awaitNanos(J)J", Act.BACK, Waits.EVENT);
    add(CONDITION, "awaitUntil(Ljava/util/Date;)Z", Act.BACK, Waits.EVENT);
    add(CONDITION, "await(JLjava/util/concurrent/TimeUnit;)Z", Act.BACK, Waits.EVENT);
    add(CONDITION, "signal()V", Act.CONDITION_SIGNAL, Waits.EVENT);
    add(CONDITION, "signalAll()V", Act.CONDITION_SIGNAL, Waits.EVENT);
  }

  private static void add(String type, String method, Act act, int what) {
    Map<String, Rule> rules = TABLE.get(type);
    if (rules == null) {
      rules = new HashMap<>();
      TABLE.put(type, rules);
    }
    rules.put(method, new Rule(act, what));
    NAMES.add(method.substring(0, method.indexOf('(')));
  }

  /** Types of the tables, internal names. */
  static Iterable<String> types() {
    Set<String> types = new HashSet<>(TABLE.keySet());
    types.addAll(JdkMeetings.types());
    return types;
  }

  static boolean knows(String type) {
    return TABLE.containsKey(type) || JdkMeetings.types().contains(type);
  }

  /** Whether the table has a rule for some method of this name. */
  static boolean knowsName(String method) {
    return NAMES.contains(method) || JdkMeetings.knowsName(method);
  }

  /** Whether the table has a rule for a method. */
  static boolean knows(String type, String method) {
    Map<String, Rule> rules = TABLE.get(type);
    return rules != null && rules.containsKey(method) || JdkMeetings.knows(type, method);
  }

  /** Weaves one type, if it is of the table; returns the number of methods changed. */
  static int weave(ClassNode type) {
    Map<String, Rule> rules = TABLE.get(type.name);
    int n = JdkMeetings.weave(type);
    if (rules != null) {
      for (MethodNode m : type.methods) {
        Rule rule = rules.get(m.name + m.desc);
        if (rule != null && (m.access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) == 0) {
          new JdkWaits(type, m, rule).weave();
          n++;
        }
      }
    }
    return n;
  }

  // ---- one method ------------------------------------------------------------------------------

  private final ClassNode type;
  private final MethodNode method;
  private final Rule rule;

  private JdkWaits(ClassNode type, MethodNode method, Rule rule) {
    this.type = type;
    this.method = method;
    this.rule = rule;
  }

  private void weave() {
    switch (rule.act) {
      case AWAIT:
        InsnList wait = self();
        wait.add(Emit.push(rule.what)); // Stack: event what
        wait.add(Emit.waitHook("awaits", "(Ljava/lang/Object;I)V")); // Stack:
        method.instructions.insert(wait);
        onReturn("awaited");
        break;
      case CONDITION_AWAIT:
        method.instructions.insert(ofCondition("conditionWaits"));
        onReturn("conditionWoken");
        break;
      case BACK:
        for (AbstractInsnNode r : returns()) {
          method.instructions.insertBefore(r, Emit.waitHook("back", "()V"));
        }
        break;
      case SIGNAL:
        method.instructions.insert(call("signals"));
        break;
      case SIGNAL_IF:
        signalIf();
        break;
      case CONDITION_SIGNAL:
        method.instructions.insert(ofCondition("conditionSignals"));
        break;
      case CREATED:
        onReturn("created");
        break;
      case POOL_MADE:
        onReturn("poolMade");
        break;
      case SUBMITS:
        InsnList submit = self();
        submit.add(new VarInsnNode(Opcodes.ALOAD, 1)); // Stack: pool task
        submit.add(Emit.waitHook("submits", "(Ljava/lang/Object;Ljava/lang/Object;)V"));
        method.instructions.insert(submit);
        break;
      case AWAIT_END:
        InsnList end = self();
        end.add(new VarInsnNode(Opcodes.LLOAD, 1)); // Stack: pool time
        end.add(new VarInsnNode(Opcodes.ALOAD, 3)); // Stack: pool time unit
        end.add(
            Emit.waitHook("awaitsEnd", "(Ljava/lang/Object;JLjava/util/concurrent/TimeUnit;)V"));
        method.instructions.insert(end);
        break;
      case WAITS_FOR_ALL:
        waitsForAll();
        break;
      case RUNS:
        method.instructions.insert(call("runs"));
        break;
      default:
        method.instructions.insert(call("completes"));
    }
  }

  private static InsnList self() {
    InsnList l = new InsnList();
    l.add(new VarInsnNode(Opcodes.ALOAD, 0)); // Stack: event
    return l;
  }

  private static InsnList call(String hook) {
    InsnList l = self();
    l.add(Emit.waitHook(hook, "(Ljava/lang/Object;)V")); // Stack:
    return l;
  }

  /** The condition and the lock that goes with it. */
  private InsnList ofCondition(String hook) {
    InsnList l = self();
    l.add(new VarInsnNode(Opcodes.ALOAD, 0)); // Stack: condition condition
    l.add(new FieldInsnNode(Opcodes.GETFIELD, type.name, "this$0", AQS)); // Stack: condition lock
    l.add(Emit.waitHook(hook, "(Ljava/lang/Object;Ljava/lang/Object;)V")); // Stack:
    return l;
  }

  private void onReturn(String hook) {
    for (AbstractInsnNode r : returns()) {
      method.instructions.insertBefore(r, call(hook));
    }
  }

  private void signalIf() {
    for (AbstractInsnNode r : returns()) {
      InsnList l = new InsnList();
      l.add(new InsnNode(Opcodes.DUP)); // Stack: done done
      l.add(new VarInsnNode(Opcodes.ALOAD, 0)); // Stack: done done event
      l.add(Emit.waitHook("signalsIf", "(ZLjava/lang/Object;)V")); // Stack: done
      method.instructions.insertBefore(r, l);
    }
  }

  /** These bodies leave out the wait for what is done when they come to it. */
  private void waitsForAll() {
    for (AbstractInsnNode insn : method.instructions.toArray()) {
      if (insn instanceof MethodInsnNode && ((MethodInsnNode) insn).name.equals("isDone")) {
        InsnList l = new InsnList();
        l.add(new InsnNode(Opcodes.DUP)); // Stack: future future
        l.add(Emit.waitHook("waitsIfNotDone", "(Ljava/lang/Object;)V")); // Stack: future
        method.instructions.insertBefore(insn, l);
      }
    }
  }

  private AbstractInsnNode[] returns() {
    java.util.ArrayList<AbstractInsnNode> list = new java.util.ArrayList<>();
    for (AbstractInsnNode insn : method.instructions) {
      int op = insn.getOpcode();
      if (op >= Opcodes.IRETURN && op <= Opcodes.RETURN) {
        list.add(insn);
      }
    }
    return list.toArray(new AbstractInsnNode[0]);
  }
}

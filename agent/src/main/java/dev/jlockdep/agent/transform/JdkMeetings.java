package dev.jlockdep.agent.transform;

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
 * Barriers, phasers, exchangers, queues without room, fork-join tasks: a table of methods, what to
 * call before each, and what at each of its ends. Part of {@link JdkWaits}. Only bodies change.
 */
final class JdkMeetings {
  /** A call of a hook, and what it is given. */
  private static final class Call {
    final String hooks;
    final String name;
    final String descriptor;
    /** Letters: t this, 0-9 a parameter's variable as descriptor says, r a copy of the result. */
    final String given;

    Call(String hooks, String name, String descriptor, String given) {
      this.hooks = hooks;
      this.name = name;
      this.descriptor = descriptor;
      this.given = given;
    }
  }

  private static final class Rule {
    final Call before;
    final Call after;
    /** Field of this that the call before is given as its second argument, and its type; or null. */
    final String field;
    final String fieldType;

    Rule(Call before, Call after, String field, String fieldType) {
      this.before = before;
      this.after = after;
      this.field = field;
      this.fieldType = fieldType;
    }
  }

  private static final String C = "java/util/concurrent/";
  private static final String MEETINGS = "dev/jlockdep/hooks/MeetingHooks";
  private static final String FORKS = "dev/jlockdep/hooks/ForkHooks";
  private static final String WAITS = "dev/jlockdep/hooks/WaitHooks";
  private static final String ONE = "(Ljava/lang/Object;)V";
  private static final String TWO = "(Ljava/lang/Object;Ljava/lang/Object;)V";
  private static final String TU = "JL" + C + "TimeUnit;";
  private static final Map<String, Map<String, Rule>> TABLE = new HashMap<>();
  private static final Set<String> NAMES = new HashSet<>();

  static {
    barriers();
    phasers();
    handOvers();
    forks();
    pools();
    questions();
  }

  private JdkMeetings() {}

  private static void barriers() {
    String t = C + "CyclicBarrier";
    String round = "L" + t + "$Generation;";
    String trip = "L" + C + "locks/Condition;";
    add(t, "<init>(ILjava/lang/Runnable;)V", null,
        new Call(MEETINGS, "barrierMade", TWO, "tf"), "trip", trip);
    add(t, "dowait(ZJ)I",
        new Call(MEETINGS, "barrierComes", "(Ljava/lang/Object;Ljava/lang/Object;Z)V", "tf1"),
        left(), "generation", round);
  }

  private static void phasers() {
    String t = C + "Phaser";
    Call joins = new Call(MEETINGS, "joins", ONE, "t");
    Call awaits = new Call(MEETINGS, "awaitsPhase", "(Ljava/lang/Object;I)V", "t1");
    add(t, "<init>(L" + t + ";I)V", null, joins);
    add(t, "doRegister(I)I", joins, null);
    add(t, "doArrive(I)I", new Call(MEETINGS, "arrives", ONE, "t"), null);
    add(t, "arriveAndAwaitAdvance()I", new Call(MEETINGS, "comes", ONE, "t"), left());
    add(t, "awaitAdvance(I)I", awaits, left());
    add(t, "awaitAdvanceInterruptibly(I)I", awaits, left());
    add(t, "awaitAdvanceInterruptibly(I" + TU + ")I", null, left());
  }

  private static Call left() {
    return new Call(MEETINGS, "left", "()V", "");
  }

  private static void handOvers() {
    Call met = new Call(MEETINGS, "met", "()V", "");
    Call givesIf = new Call(MEETINGS, "givesIf", "(ZLjava/lang/Object;)V", "rt");
    Call takesIf = new Call(MEETINGS, "takesIf", TWO, "rt");
    add(C + "Exchanger", "exchange(Ljava/lang/Object;)Ljava/lang/Object;",
        new Call(MEETINGS, "exchanges", ONE, "t"), met);
    String queue = C + "SynchronousQueue";
    String transfer = C + "LinkedTransferQueue";
    add(queue, "put(Ljava/lang/Object;)V", new Call(MEETINGS, "puts", ONE, "t"), met);
    add(queue, "take()Ljava/lang/Object;", new Call(MEETINGS, "takes", ONE, "t"), met);
    add(queue, "offer(Ljava/lang/Object;" + TU + ")Z", null, givesIf);
    add(queue, "offer(Ljava/lang/Object;)Z", null, givesIf);
    add(transfer, "transfer(Ljava/lang/Object;)V", new Call(MEETINGS, "puts", ONE, "t"), met);
    add(transfer, "take()Ljava/lang/Object;", new Call(MEETINGS, "takesIfEmpty", ONE, "t"), met);
    Call gives = new Call(MEETINGS, "gives", ONE, "t");
    add(transfer, "put(Ljava/lang/Object;)V", gives, null);
    add(transfer, "add(Ljava/lang/Object;)Z", gives, null);
    add(transfer, "offer(Ljava/lang/Object;)Z", gives, null);
    add(transfer, "offer(Ljava/lang/Object;" + TU + ")Z", gives, null);
    add(transfer, "tryTransfer(Ljava/lang/Object;)Z", null, givesIf);
    add(transfer, "tryTransfer(Ljava/lang/Object;" + TU + ")Z", null, givesIf);
    for (String t : new String[] {queue, transfer}) {
      add(t, "poll()Ljava/lang/Object;", null, takesIf);
      add(t, "poll(" + TU + ")Ljava/lang/Object;", null, takesIf);
    }
  }

  private static void forks() {
    String t = C + "ForkJoinTask";
    String pool = "(L" + C + "ForkJoinPool;)";
    Call begins = new Call(FORKS, "begins", ONE, "t");
    Call ends = new Call(FORKS, "ends", ONE, "t");
    add(t, "doExec()I", begins, ends);
    add(t, "doExec()V", begins, ends);
    Call joins = new Call(FORKS, "joins", ONE, "t");
    Call joined = new Call(FORKS, "joined", ONE, "t");
    for (String m : new String[] {
        "join()Ljava/lang/Object;", "get()Ljava/lang/Object;", "quietlyJoin()V",
        "awaitPoolInvoke" + pool + "V", "joinForPoolInvoke" + pool + "Ljava/lang/Object;",
        "getForPoolInvoke" + pool + "Ljava/lang/Object;"}) {
      add(t, m, joins, joined);
    }
    Call invokes = new Call(FORKS, "invokes", ONE, "t");
    add(t, "invoke()Ljava/lang/Object;", invokes, joined);
    add(t, "quietlyInvoke()V", invokes, joined);
    add(t, "invokeAll(L" + t + ";L" + t + ";)V",
        new Call(FORKS, "invokesBoth", TWO, "01"), new Call(FORKS, "joined", ONE, "1"));
    Call invokesAll = new Call(FORKS, "invokesAll", ONE, "0");
    Call back = new Call(WAITS, "back", "()V", "");
    add(t, "invokeAll([L" + t + ";)V", invokesAll, back);
    add(t, "invokeAll(Ljava/util/Collection;)Ljava/util/Collection;", invokesAll, back);
  }

  private static void pools() {
    Call made = new Call(WAITS, "poolMade", ONE, "t");
    Call end = new Call(
        WAITS, "awaitsEnd", "(Ljava/lang/Object;JL" + C + "TimeUnit;)V", "t13");
    Call close = new Call(WAITS, "closes", ONE, "t");
    String perTask = C + "ThreadPerTaskExecutor";
    add(perTask, "<init>(L" + C + "ThreadFactory;)V", null, made);
    add(perTask, "taskComplete(Ljava/lang/Thread;)V",
        new Call(WAITS, "poolThreadEnds", ONE, "t"), null);
    add(perTask, "awaitTermination(" + TU + ")Z", end, null);
    add(perTask, "close()V", close, null);
    String fork = C + "ForkJoinPool";
    add(fork, "<init>(IL" + fork + "$ForkJoinWorkerThreadFactory;"
        + "Ljava/lang/Thread$UncaughtExceptionHandler;ZIIILjava/util/function/Predicate;" + TU
        + ")V", null, made);
    add(fork, "awaitTermination(" + TU + ")Z", end, null);
    add(fork, "close()V", close, null);
    add(C + "ExecutorService", "close()V", close, null);
    add(C + "ExecutorCompletionService", "take()L" + C + "Future;",
        new Call(WAITS, "takesOfPool", TWO, "tf"), new Call(WAITS, "tookOfPool", "()V", ""),
        "executor", "L" + C + "Executor;");
  }

  private static void questions() {
    Call answered = new Call(WAITS, "isDone", "(ZLjava/lang/Object;)V", "rt");
    for (String t : new String[] {"FutureTask", "CompletableFuture", "ForkJoinTask"}) {
      add(C + t, "isDone()Z", null, answered);
    }
  }

  private static void add(String type, String method, Call before, Call after) {
    add(type, method, before, after, null, null);
  }

  private static void add(
      String type, String method, Call before, Call after, String field, String fieldType) {
    Map<String, Rule> rules = TABLE.get(type);
    if (rules == null) {
      rules = new HashMap<>();
      TABLE.put(type, rules);
    }
    rules.put(method, new Rule(before, after, field, fieldType));
    NAMES.add(method.substring(0, method.indexOf('(')));
  }

  /** Types of the table, internal names. */
  static Set<String> types() {
    return TABLE.keySet();
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

  /** Weaves one type, if it is of the table; returns the number of methods changed. */
  static int weave(ClassNode type) {
    Map<String, Rule> rules = TABLE.get(type.name);
    int n = 0;
    if (rules != null) {
      for (MethodNode m : type.methods) {
        Rule rule = rules.get(m.name + m.desc);
        if (rule != null && (m.access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) == 0) {
          weave(type, m, rule);
          n++;
        }
      }
    }
    return n;
  }

  private static void weave(ClassNode type, MethodNode method, Rule rule) {
    if (rule.after != null) {
      for (AbstractInsnNode insn : method.instructions.toArray()) {
        int op = insn.getOpcode();
        if (op >= Opcodes.IRETURN && op <= Opcodes.RETURN) {
          method.instructions.insertBefore(insn, call(type, rule, rule.after));
        }
      }
    }
    if (rule.before != null) {
      method.instructions.insert(call(type, rule, rule.before));
    }
  }

  private static InsnList call(ClassNode type, Rule rule, Call call) {
    InsnList l = new InsnList();
    for (char c : call.given.toCharArray()) {
      switch (c) {
        case 't':
          l.add(new VarInsnNode(Opcodes.ALOAD, 0)); // Stack: .. this
          break;
        case 'f':
          l.add(new VarInsnNode(Opcodes.ALOAD, 0)); // Stack: .. this
          l.add(new FieldInsnNode(Opcodes.GETFIELD, type.name, rule.field, rule.fieldType));
          break;
        case 'r':
          l.add(new InsnNode(Opcodes.DUP)); // Stack: result result
          break;
        default:
          l.add(new VarInsnNode(load(call, l), c - '0')); // Stack: .. argument
      }
    }
    l.add(new MethodInsnNode(Opcodes.INVOKESTATIC, call.hooks, call.name, call.descriptor, false));
    return l;
  }

  /** How the next argument of a hook is pushed: by its type. */
  private static int load(Call call, InsnList soFar) {
    org.objectweb.asm.Type[] types = org.objectweb.asm.Type.getArgumentTypes(call.descriptor);
    int n = 0;
    for (AbstractInsnNode insn : soFar) {
      n += insn.getOpcode() == Opcodes.GETFIELD ? 0 : 1;
    }
    return types[n].getOpcode(Opcodes.ILOAD);
  }
}

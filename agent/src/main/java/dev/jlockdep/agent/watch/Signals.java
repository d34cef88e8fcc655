package dev.jlockdep.agent.watch;

import java.util.Locale;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Which calls end which kind of wait. */
enum Signals {
  MONITOR(Set.of("notify", "notifyAll"), ""),
  LATCH(Set.of("countDown"), "java/util/concurrent/CountDownLatch"),
  CONDITION(Set.of("signal", "signalAll"), "java/util/concurrent/locks/"),
  SEMAPHORE(Set.of("release"), "java/util/concurrent/Semaphore"),
  COMPLETION(
      Set.of("complete", "completeExceptionally", "cancel", "obtrudeValue", "obtrudeException"),
      "java/util/concurrent/"),
  BARRIER(Set.of("await", "reset"), "java/util/concurrent/CyclicBarrier"),
  PHASER(
      Set.of("arrive", "arriveAndDeregister", "arriveAndAwaitAdvance", "forceTermination"),
      "java/util/concurrent/Phaser"),
  EXCHANGE(Set.of("exchange"), "java/util/concurrent/Exchanger"),
  QUEUE(
      Set.of("put", "offer", "add", "transfer", "take", "poll", "remove", "drainTo", "clear"),
      "java/util/"),
  /** Ends any wait. */
  WAKE(Set.of("interrupt", "unpark"), "java/");

  private final Set<String> methods;
  private final String ownerPrefix;

  Signals(Set<String> methods, String ownerPrefix) {
    this.methods = methods;
    this.ownerPrefix = ownerPrefix;
  }

  boolean isSignal(MethodInsnNode call) {
    if (!methods.contains(call.name)) {
      return false;
    }
    if (this == MONITOR) {
      return call.desc.equals("()V");
    }
    if (call.name.equals("interrupt")) {
      return call.owner.equals("java/lang/Thread") && !onCurrentThread(call);
    }
    return call.owner.startsWith(ownerPrefix);
  }

  private static boolean onCurrentThread(MethodInsnNode call) {
    return before(call) instanceof MethodInsnNode m && m.name.equals("currentThread");
  }

  /** What ends the wait the thread is in, by the type it is parked on and its frames. */
  static Signals ending(ThreadView t) {
    if (t.blocker == null) {
      return MONITOR;
    }
    String type = t.blocker.getClass().getName();
    if (LockTypes.isLatch(type)) {
      return LATCH;
    }
    if (LockTypes.isSemaphore(type)) {
      return SEMAPHORE;
    }
    if (type.startsWith("java.util.concurrent.CompletableFuture")
        || type.equals("java.util.concurrent.FutureTask")) {
      return COMPLETION;
    }
    return endingParked(t);
  }

  private static Signals endingParked(ThreadView t) {
    for (StackTraceElement f : t.stack()) {
      String type = f.getClassName();
      if (LockTypes.isLockLibrary(type)) {
        continue;
      }
      String simple = type.substring(type.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
      if (!type.startsWith("java.util.concurrent.")) {
        return CONDITION;
      }
      if (simple.contains("barrier")) {
        return BARRIER;
      }
      if (simple.contains("phaser")) {
        return PHASER;
      }
      if (simple.contains("exchanger")) {
        return EXCHANGE;
      }
      if (simple.contains("queue") || simple.contains("deque")) {
        return QUEUE;
      }
      return WAKE;
    }
    return WAKE;
  }

  /**
   * What a call without arguments is called on: {@code this}, {@code .owner.name} of a field, or
   * nothing that can be told.
   */
  static String receiver(MethodNode method, MethodInsnNode call) {
    AbstractInsnNode push = before(call);
    if (push instanceof FieldInsnNode f) {
      return '.' + f.owner + '.' + f.name;
    }
    boolean self =
        push instanceof VarInsnNode v
            && v.var == 0
            && v.getOpcode() == Opcodes.ALOAD
            && (method.access & Opcodes.ACC_STATIC) == 0;
    return self ? "this" : "";
  }

  private static AbstractInsnNode before(AbstractInsnNode insn) {
    AbstractInsnNode i = insn.getPrevious();
    while (i != null && i.getOpcode() < 0) {
      i = i.getPrevious();
    }
    return i;
  }
}

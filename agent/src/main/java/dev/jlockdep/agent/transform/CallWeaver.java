package dev.jlockdep.agent.transform;

import dev.jlockdep.internal.graph.Sites;
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
import org.objectweb.asm.tree.TypeInsnNode;

/**
 * Calls in ordinary code: the position of a lock call is announced before it, {@code Object.wait} is
 * told, and locks are named where they are made.
 */
final class CallWeaver {
  static final String LOCKDEP = "dev/jlockdep/Lockdep";
  private static final String OBJECT = "java/lang/Object";
  private static final String MAP = "java/util/concurrent/ConcurrentHashMap";
  private final ClassNode type;
  private final Positions positions;
  /** The type is itself a lock: the locks inside it are named by who makes the whole. */
  private final boolean wrapper;
  private final Set<String> lockedFields;
  /** The type belongs to the JDK: so too are the queues and streams that make locks inside. */
  private final boolean jdk;

  CallWeaver(ClassNode type, Positions positions) {
    this.type = type;
    this.positions = positions;
    this.jdk = type.name.startsWith("java/") || type.name.startsWith("javax/")
        || type.name.startsWith("sun/") || type.name.startsWith("jdk/");
    boolean lock = type.superName != null && type.superName.startsWith("java/util/concurrent/locks/")
        || Prescan.MADE.contains(type.superName) && !OBJECT.equals(type.superName);
    for (String i : type.interfaces) {
      lock |= i.equals("java/util/concurrent/locks/Lock")
          || i.equals("java/util/concurrent/locks/ReadWriteLock");
    }
    this.wrapper = lock;
    this.lockedFields = lockedFields(type);
  }

  void weave(MethodNode m) {
    Map<String, Integer> kth = new HashMap<>();
    boolean constructed = !m.name.equals("<init>");
    int pendingNews = 0;
    for (AbstractInsnNode insn : m.instructions.toArray()) {
      int op = insn.getOpcode();
      if (op == Opcodes.NEW) {
        pendingNews += sameFamily(((TypeInsnNode) insn).desc) ? 1 : 0;
      } else if (insn instanceof MethodInsnNode) {
        MethodInsnNode call = (MethodInsnNode) insn;
        if (op == Opcodes.INVOKESPECIAL && call.name.equals("<init>")) {
          boolean self = !constructed && pendingNews == 0 && sameFamily(call.owner);
          if (sameFamily(call.owner) && pendingNews > 0) {
            pendingNews--;
          }
          constructor(m, call, kth, constructed, self);
          constructed |= self;
        } else {
          call(m, call, kth, constructed);
        }
      }
    }
  }

  private boolean sameFamily(String owner) {
    return owner.equals(type.name) || owner.equals(type.superName);
  }

  // ---- lock calls ------------------------------------------------------------------------------

  private void call(
      MethodNode m, MethodInsnNode call, Map<String, Integer> kth, boolean constructed) {
    if (call.name.equals("wait") && call.getOpcode() != Opcodes.INVOKESTATIC) {
      waits(m, call);
    } else if (call.name.startsWith("notify")) {
      notifies(m, call);
    } else if (lockCall(call)) {
      InsnList l = new InsnList();
      l.add(Emit.push(positions.of(m, call)));
      l.add(Emit.hook("at", "(I)V"));
      m.instructions.insertBefore(call, l);
    } else if (call.owner.equals("java/util/Collections")
        && call.name.startsWith("synchronized")) {
      made(m, call, "java/util/Collections$" + call.name, kth, constructed);
    }
  }

  private static boolean lockCall(MethodInsnNode c) {
    switch (c.name) {
      case "lock", "lockInterruptibly":
        return c.desc.equals("()V");
      case "tryLock":
        return c.desc.equals("()Z") || c.desc.equals("(JLjava/util/concurrent/TimeUnit;)Z");
      case "readLock", "readLockInterruptibly", "writeLock", "writeLockInterruptibly",
          "tryReadLock", "tryWriteLock", "tryConvertToWriteLock", "tryConvertToReadLock":
        return c.desc.endsWith("J");
      case "acquire", "acquireUninterruptibly":
        return c.desc.equals("()V") || c.desc.equals("(I)V");
      case "tryAcquire":
        return c.desc.endsWith("Z");
      case "begin":
        return c.owner.equals(LOCKDEP);
      default:
        return false;
    }
  }

  /** {@code Object.wait} is native: the only place to see it is the call. */
  private static void waits(MethodNode m, MethodInsnNode call) {
    InsnList l = new InsnList();
    switch (call.desc) {
      case "()V":
        l.add(new InsnNode(Opcodes.DUP)); // Stack: lock lock
        l.add(new InsnNode(Opcodes.DUP)); // Stack: lock lock lock
        l.add(Emit.waitHook("waits", "(Ljava/lang/Object;)V")); // Stack: lock lock
        m.instructions.insertBefore(call, l);
        m.instructions.insert(call, Emit.waitHook("woken", "(Ljava/lang/Object;)V"));
        return;
      case "(J)V":
        l.add(new InsnNode(Opcodes.DUP2_X1)); // Stack: ms lock ms
        l.add(new InsnNode(Opcodes.POP2)); // Stack: ms lock
        l.add(new InsnNode(Opcodes.DUP_X2)); // Stack: lock ms lock
        break;
      default:
        return;
    }
    l.add(Emit.hook("waits", "(Ljava/lang/Object;)V"));
    m.instructions.insertBefore(call, l);
    m.instructions.insert(call, Emit.waitHook("back", "()V"));
  }

  /** {@code Object.notify} and {@code notifyAll} are native too. */
  private static void notifies(MethodNode m, MethodInsnNode call) {
    boolean objects = call.name.equals("notify") || call.name.equals("notifyAll");
    if (objects && call.desc.equals("()V") && call.getOpcode() == Opcodes.INVOKEVIRTUAL) {
      InsnList l = new InsnList();
      l.add(new InsnNode(Opcodes.DUP)); // Stack: lock lock
      l.add(Emit.waitHook("notifies", "(Ljava/lang/Object;)V")); // Stack: lock
      m.instructions.insertBefore(call, l);
    }
  }

  // ---- locks being made ------------------------------------------------------------------------

  private void constructor(
      MethodNode m,
      MethodInsnNode call,
      Map<String, Integer> kth,
      boolean constructed,
      boolean self) {
    if (self) {
      // super(...) of a lock subclass: named by the subclass and whoever makes it
      if (Prescan.MADE.contains(call.owner) && !call.owner.equals(OBJECT)
          && !call.owner.equals(MAP) && call.owner.equals(type.superName)) {
        announce(m, call, typeName(), true);
      }
      return;
    }
    AbstractInsnNode next = Emit.next(call);
    boolean toField =
        next != null
            && (next.getOpcode() == Opcodes.PUTFIELD || next.getOpcode() == Opcodes.PUTSTATIC);
    if (!Prescan.MADE.contains(call.owner)) {
      if (toField && lockedFields.contains(((FieldInsnNode) next).name)) {
        made(m, call, call.owner, kth, constructed);
      } else if (toField && soundsLikeLock(call.owner)) {
        stored(m, call, kth);
      }
      return;
    }
    if (call.owner.equals(OBJECT) || call.owner.equals(MAP)) {
      made(m, call, call.owner, kth, constructed);
      return;
    }
    announce(m, call, key(m, call, call.owner, kth), wrapper || jdk);
    owner(m, call, constructed);
  }

  private static boolean soundsLikeLock(String owner) {
    String simple = owner.substring(owner.lastIndexOf('/') + 1);
    return simple.contains("Lock") || simple.contains("Mutex") || simple.contains("Semaphore")
        || simple.endsWith("Sem");
  }

  /** A user's lock type goes into a field: it is named by the field. */
  private void stored(MethodNode m, MethodInsnNode call, Map<String, Integer> kth) {
    InsnList l = new InsnList();
    l.add(new InsnNode(Opcodes.DUP)); // Stack: lock lock
    l.add(
        Emit.push(
            Sites.made(
                key(m, call, call.owner, kth), call.owner.replace('/', '.'), false, typeName())));
    l.add(Emit.hook("stored", "(Ljava/lang/Object;I)V")); // Stack: lock
    m.instructions.insert(call, l);
  }

  /** Fields of this type that its own code synchronizes on. */
  private static Set<String> lockedFields(ClassNode type) {
    Set<String> fields = new HashSet<>();
    for (MethodNode m : type.methods) {
      if (!TakenMethod.hasMonitors(m)) {
        continue;
      }
      for (AbstractInsnNode insn : m.instructions) {
        if (insn.getOpcode() != Opcodes.MONITORENTER) {
          continue;
        }
        // javac: getfield, dup, astore n, monitorenter
        AbstractInsnNode p = insn.getPrevious();
        for (int i = 0; i < 4 && p != null; i++) {
          if (p instanceof FieldInsnNode && ((FieldInsnNode) p).owner.equals(type.name)) {
            fields.add(((FieldInsnNode) p).name);
            break;
          }
          p = p.getPrevious();
        }
      }
    }
    return fields;
  }

  private void announce(MethodNode m, MethodInsnNode call, String key, boolean caller) {
    InsnList l = new InsnList();
    l.add(Emit.push(Sites.made(key, call.owner.replace('/', '.'), caller, typeName())));
    l.add(Emit.hook("making", "(I)V"));
    m.instructions.insertBefore(call, l);
  }

  /** After the call the object is on the stack: tell who it is. */
  private void made(
      MethodNode m, MethodInsnNode call, String what, Map<String, Integer> kth,
      boolean constructed) {
    String key = key(m, call, what, kth);
    InsnList l = new InsnList();
    l.add(new InsnNode(Opcodes.DUP)); // Stack: lock lock
    String made = what.contains("$synchronized") ? call.owner : what;
    l.add(Emit.push(Sites.made(key, made.replace('/', '.'), false, typeName()))); // Stack: lock lock site
    l.add(Emit.hook("objectMade", "(Ljava/lang/Object;I)V")); // Stack: lock
    AbstractInsnNode last = l.getLast();
    m.instructions.insert(call, l);
    owner(m, last, constructed);
  }

  /** When the lock goes straight into a field, its object is its owner. */
  private void owner(MethodNode m, AbstractInsnNode after, boolean constructed) {
    AbstractInsnNode next = Emit.next(after);
    if (constructed && next != null && next.getOpcode() == Opcodes.PUTFIELD) {
      InsnList l = new InsnList();
      l.add(new InsnNode(Opcodes.DUP2)); // Stack: owner lock owner lock
      l.add(Emit.hook("owned", "(Ljava/lang/Object;Ljava/lang/Object;)V")); // Stack: owner lock
      m.instructions.insert(after, l);
    }
  }

  /**
   * Owning field, else (with a leading {@code @}, the type made goes before it) the method and the
   * how-manieth allocation of that type in it.
   */
  private String key(MethodNode m, MethodInsnNode call, String what, Map<String, Integer> kth) {
    Integer before = kth.get(what);
    int k = before == null ? 0 : before;
    kth.put(what, k + 1);
    AbstractInsnNode next = Emit.next(call);
    if (next != null
        && (next.getOpcode() == Opcodes.PUTFIELD || next.getOpcode() == Opcodes.PUTSTATIC)) {
      FieldInsnNode f = (FieldInsnNode) next;
      return f.owner.replace('/', '.') + "." + f.name;
    }
    return "@ " + typeName() + "." + method(m) + "#" + k;
  }

  private static String method(MethodNode m) {
    if (m.name.startsWith("lambda$")) {
      int end = m.name.indexOf('$', 7);
      return end > 0 ? m.name.substring(0, end) : m.name;
    }
    return m.name;
  }

  private String typeName() {
    return type.name.replace('/', '.');
  }
}

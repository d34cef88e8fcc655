package dev.jlockdep.agent.transform;

import dev.jlockdep.agent.model.Models;
import dev.jlockdep.agent.model.TypeModel;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.objectweb.asm.MethodTooLargeException;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * The class file transformer. A type that cannot be woven is left as it is, counted and named; an
 * exception never leaves {@link #transform}. Thread-safe.
 */
public final class Weaver implements ClassFileTransformer {
  private static final int FAILURES_KEPT = 50;
  private static final String CANARY = "dev/jlockdep/agent/Canary";

  private final Models models;
  private final Predicate<String> userFilter;
  private final boolean lockStats;
  private final TypeFilter jdkFilter = new TypeFilter();
  /** Types that lost {@code synchronized} flags when they were loaded, by loader. */
  private final Map<ClassLoader, Set<String>> replaced =
      Collections.synchronizedMap(new WeakHashMap<>());
  private final Set<String> replacedInBoot = Collections.synchronizedSet(new java.util.HashSet<>());
  private volatile boolean endWoven;
  private final AtomicInteger seen = new AtomicInteger();
  private final AtomicInteger skipped = new AtomicInteger();
  private final AtomicInteger woven = new AtomicInteger();
  private final AtomicInteger sites = new AtomicInteger();
  private final AtomicInteger modelled = new AtomicInteger();
  private final AtomicInteger modelErrors = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final AtomicInteger methodsTooLarge = new AtomicInteger();
  private final AtomicInteger nativeSynchronized = new AtomicInteger();
  private final Map<String, String> failures = Collections.synchronizedMap(new LinkedHashMap<>());
  private final java.util.function.BiConsumer<String, Throwable> onFailure;

  /** As the other one, without models. */
  public Weaver(
      Predicate<String> userFilter, java.util.function.BiConsumer<String, Throwable> onFailure) {
    this(Models.none(), false, userFilter, onFailure);
  }

  /**
   * @param models what is known of locks written by hand
   * @param lockStats whether waits and holds are timed
   * @param userFilter which types outside the JDK to weave, by binary name
   * @param onFailure told about each type that could not be woven
   */
  public Weaver(
      Models models, boolean lockStats, Predicate<String> userFilter,
      java.util.function.BiConsumer<String, Throwable> onFailure) {
    this.models = models;
    this.lockStats = lockStats;
    this.userFilter = userFilter;
    this.onFailure = onFailure;
  }

  @Override
  public byte[] transform(
      Module module,
      ClassLoader loader,
      String name,
      Class<?> redefined,
      ProtectionDomain domain,
      byte[] bytes) {
    if (name == null) {
      return null;
    }
    dev.jlockdep.LockdepControl.pause();
    try {
      return weave(loader, name, redefined, bytes);
    } catch (Throwable t) {
      failed.incrementAndGet();
      if (failures.size() < FAILURES_KEPT) {
        failures.put(name.replace('/', '.'), t.toString());
      }
      onFailure.accept(name.replace('/', '.'), t);
      return null;
    } finally {
      dev.jlockdep.LockdepControl.resume();
    }
  }

  private byte[] weave(ClassLoader loader, String name, Class<?> redefined, byte[] bytes) {
    if (name.startsWith("dev/jlockdep/") && ours(name)) {
      return null;
    }
    boolean jdkLock = jdkLock(loader, name);
    TypeModel model = models.of(name);
    boolean wanted =
        jdkLock
            || (jdkFilter.jdk(name)
                ? jdkFilter.wanted(name)
                : name.equals(CANARY) || userFilter.test(name.replace('/', '.')));
    if (!wanted && model == null) {
      return null;
    }
    if (TestStarts.in(name)) {
      return TestStarts.weave(bytes);
    }
    seen.incrementAndGet();
    Prescan scan = Prescan.of(bytes);
    if (model == null && (scan == null || !scan.file().annotated())) {
      return ordinary(loader, name, redefined, bytes, scan, Set.of());
    }
    ModelledType own = new ModelledType(bytes, model);
    modelled.incrementAndGet();
    byte[] from = own.bytes();
    byte[] result =
        wanted
            ? ordinary(loader, name, redefined, from, Prescan.of(from), own.inside())
            : null;
    result = own.finish(result);
    modelErrors.addAndGet(own.complain(name.replace('/', '.'), model != null && model.bundled));
    return result;
  }

  /** All weaving but that of models. Methods that would become larger than 64 KB stay as they are. */
  private byte[] ordinary(
      ClassLoader loader, String name, Class<?> redefined, byte[] bytes, Prescan scan,
      Set<String> insideLocks) {
    Set<String> leftAlone = insideLocks;
    while (true) {
      try {
        return once(loader, name, redefined, bytes, scan, leftAlone);
      } catch (MethodTooLargeException tooLarge) {
        leftAlone = new HashSet<>(leftAlone);
        if (!leftAlone.add(tooLarge.getMethodName().concat(tooLarge.getDescriptor()))) {
          throw tooLarge;
        }
        methodsTooLarge.incrementAndGet();
        onFailure.accept(
            name.replace('/', '.') + "." + tooLarge.getMethodName(), tooLarge);
      }
    }
  }

  private byte[] once(
      ClassLoader loader, String name, Class<?> redefined, byte[] bytes, Prescan scan,
      Set<String> leftAlone) {
    boolean jdkLock = jdkLock(loader, name);
    InitScan init = redefined == null ? initialisation(loader, name, scan) : null;
    if (!jdkLock && scan != null && !scan.interesting() && (init == null || !init.weaves())) {
      skipped.incrementAndGet();
      return null;
    }
    byte[] alone = initialiserAlone(scan, init);
    if (alone != null) {
      ReferenceFields.note(loader, name, bytes);
      woven.incrementAndGet();
      return alone;
    }
    boolean code = !jdkLock || jdkFilter.wanted(name);
    PartialType type =
        scan == null
            ? PartialType.whole(bytes)
            : PartialType.of(scan, code, jdkFilter.jdk(name), jdkLock ? name : null, init);
    boolean changed = jdkLock && jdkLock(type.node);
    if (code) {
      changed |= code(loader, type.node, redefined, leftAlone);
    }
    changed |= init != null && init.weave(type.node);
    if (!changed) {
      return null;
    }
    if (lockStats) {
      StatsWeaver.weave(type.node);
    }
    byte[] result = type.write();
    if (!jdkFilter.jdk(name)) {
      ReferenceFields.note(loader, name, bytes);
    }
    if (flagsLost(loader, type.node, redefined) && SerialVersion.matters(type.node)) {
      result = SerialVersion.keep(bytes, result);
    }
    endWoven |= name.equals(JdkLocks.SHUTDOWN);
    woven.incrementAndGet();
    return result;
  }

  /** The class file when only an initialiser is to be woven, and a simple one; else null. */
  private static byte[] initialiserAlone(Prescan scan, InitScan init) {
    if (init == null || !init.weaves() || scan.interesting() || scan.mayWeave(false)) {
      return null;
    }
    return init.weaveAlone();
  }

  /** What the type's code says about class initialisation; null for types of the JDK. */
  private InitScan initialisation(ClassLoader loader, String name, Prescan scan) {
    if (scan == null || jdkFilter.jdk(name) || name.equals(CANARY)) {
      return null;
    }
    InitScan init = InitScan.of(scan.file(), loader, jdkFilter);
    if (init != null) {
      init.publish();
    }
    return init;
  }

  /** Whether the type was or is now loaded without {@code synchronized} flags that it had. */
  private boolean flagsLost(ClassLoader loader, ClassNode type, Class<?> redefined) {
    return replaced(loader).contains(type.name)
        && (redefined == null || redefined.getClassLoader() == loader);
  }

  /** The product itself is not watched, save the canary of the self-test. */
  private static boolean ours(String name) {
    return name.startsWith("dev/jlockdep/api/")
        || name.startsWith("dev/jlockdep/hooks/")
        || name.startsWith("dev/jlockdep/internal/")
        || name.startsWith("dev/jlockdep/shaded/")
        || name.startsWith("dev/jlockdep/Lockdep")
        || name.startsWith("dev/jlockdep/agent/") && !name.equals(CANARY);
  }

  private static boolean jdkLock(ClassLoader loader, String name) {
    return loader == null
        && (JdkLocks.knows(name) || JdkWaits.knows(name) || name.equals(BinWeaver.MAP));
  }

  private static boolean jdkLock(ClassNode type) {
    if (type.name.equals(BinWeaver.MAP)) {
      Positions positions = new Positions(type);
      return BinWeaver.weave(type, positions, new MonitorWeaver(type, positions)) > 0;
    }
    // waits last: their hooks then stand outside those of locks, and see what those left
    int changed = JdkLocks.knows(type.name) ? JdkLocks.weave(type) : 0;
    return changed + JdkWaits.weave(type) > 0;
  }

  private boolean code(
      ClassLoader loader, ClassNode type, Class<?> redefined, Set<String> leftAlone) {
    Positions positions = new Positions(type);
    MonitorWeaver monitors = new MonitorWeaver(type, positions);
    CallWeaver calls = new CallWeaver(type, positions);
    boolean mayReplace = redefined == null || replaced(loader).contains(type.name);
    boolean replacedAny = false;
    boolean lockable = false;
    int before = size(type);
    boolean jdk = new TypeFilter().jdk(type.name);
    if (leftAlone.isEmpty() && !jdk) {
      Counts.weave(type);
    }
    for (MethodNode m : type.methods) {
      boolean sync = (m.access & Opcodes.ACC_SYNCHRONIZED) != 0;
      if ((m.access & (Opcodes.ACC_NATIVE | Opcodes.ACC_ABSTRACT)) != 0) {
        if (sync) {
          nativeSynchronized.incrementAndGet();
        }
        continue;
      }
      lockable |= sync && (m.access & Opcodes.ACC_STATIC) == 0 || locksThis(m);
      if (!leftAlone.isEmpty() && leftAlone.contains(m.name.concat(m.desc))) {
        continue;
      }
      if (TakenMethod.hasCalls(m)) {
        if (!jdk) {
          BareWaits.weave(m, positions);
        }
        calls.weave(m);
      }
      if (TakenMethod.hasMonitors(m)) {
        monitors.weaveBlocks(m);
      }
      if (sync && mayReplace && monitors.canReplace(m)) {
        monitors.replace(m);
        replacedAny = true;
      } else if (sync) {
        monitors.follow(m);
      }
    }
    if (lockable && redefined == null && (type.access & Opcodes.ACC_INTERFACE) == 0
        && !new TypeFilter().jdk(type.name)) {
      born(type, leftAlone);
    } else if (lockable && redefined != null && mayReplace && !new TypeFilter().jdk(type.name)) {
      born(type, leftAlone);
    }
    if (replacedAny && redefined == null) {
      replaced(loader).add(type.name);
    }
    sites.addAndGet(positions.count);
    return size(type) != before || replacedAny;
  }

  private static int size(ClassNode type) {
    int n = 0;
    for (MethodNode m : type.methods) {
      n += m.instructions.size();
    }
    return n;
  }

  private Set<String> replaced(ClassLoader loader) {
    if (loader == null) {
      return replacedInBoot;
    }
    synchronized (replaced) {
      Set<String> types = replaced.get(loader);
      if (types == null) {
        types = Collections.synchronizedSet(new java.util.HashSet<>());
        replaced.put(loader, types);
      }
      return types;
    }
  }

  private static boolean locksThis(MethodNode m) {
    if (!TakenMethod.hasMonitors(m)) {
      return false;
    }
    for (AbstractInsnNode insn : m.instructions) {
      if (insn.getOpcode() == Opcodes.MONITORENTER) {
        // javac: aload_0, dup, astore n, monitorenter
        AbstractInsnNode p = insn.getPrevious();
        for (int i = 0; i < 4 && p != null; i++) {
          if (p instanceof VarInsnNode && p.getOpcode() == Opcodes.ALOAD
              && ((VarInsnNode) p).var == 0) {
            return (m.access & Opcodes.ACC_STATIC) == 0;
          }
          p = p.getPrevious();
        }
      }
    }
    return false;
  }

  /** Constructors say when an instance is made while locks are held. */
  private static void born(ClassNode type, Set<String> leftAlone) {
    for (MethodNode m : type.methods) {
      if (!m.name.equals("<init>") || leftAlone.contains(m.name.concat(m.desc))) {
        continue;
      }
      MethodInsnNode call = Constructors.superCall(type, m);
      if (call != null && !call.owner.equals(type.name)) {
        m.instructions.insert(call, Emit.hook("born", "(Ljava/lang/Object;)V"));
        m.instructions.insert(call, new VarInsnNode(Opcodes.ALOAD, 0));
      }
    }
  }

  /** Counters for the dump and the self-test. */
  public Map<String, Object> coverage() {
    Map<String, Object> c = new LinkedHashMap<>();
    c.put("typesSeen", seen.get());
    c.put("typesSkipped", skipped.get());
    c.put("typesWoven", woven.get());
    c.put("typesFailed", failed.get());
    c.put("methodsTooLarge", methodsTooLarge.get());
    c.put("typesModelled", modelled.get());
    c.put("modelFiles", models.files());
    c.put("modelErrors", models.errors() + modelErrors.get());
    if (models.files() > 0) {
      c.put("modelLines", models.lines());
    }
    c.put("sites", sites.get());
    c.put("nativeSynchronized", nativeSynchronized.get());
    synchronized (failures) {
      if (!failures.isEmpty()) {
        c.put("failures", new LinkedHashMap<>(failures).toString());
      }
    }
    return c;
  }

  /** Whether the JDK's shutdown sequence tells us of its end. */
  public boolean endWoven() {
    return endWoven;
  }

  public int woven() {
    return woven.get();
  }
}

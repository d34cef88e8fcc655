package programs.faults;

import dev.jlockdep.Lockdep;
import dev.jlockdep.LockdepControl;
import dev.jlockdep.api.AcquireMode;
import dev.jlockdep.api.Region;
import dev.jlockdep.api.Retry;
import dev.jlockdep.api.Scope;
import dev.jlockdep.api.TaskQueue;
import dev.jlockdep.api.Ticket;
import dev.jlockdep.hooks.Hooks;
import dev.jlockdep.hooks.LockModel;
import dev.jlockdep.hooks.Modelled;
import dev.jlockdep.hooks.Rule;
import dev.jlockdep.internal.graph.Sites;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;
import java.util.concurrent.locks.ReentrantLock;
import java.util.jar.JarFile;
import programs.Turns;

/**
 * Calls every public static method of the types that woven code and users call, found in the jar, with
 * arguments of many types and with nothing, with locks, and with sections held; and each such call
 * again, with a fault of each kind at each place where it allocates: no memory, no stack, an error of
 * ours. A fault must not leave the call, and afterwards the thread is watched as before. Argument: the
 * jar of the runtime.
 */
public final class EveryHook {
  /** For the agent, not for woven code: they end the run, or take out what the run needs. */
  private static final Set<String> NOT_CALLED = Set.of(
      "Ending.now", "Ending.behindHooks", "Halting.now", "Halting.before", "Modelled.prepare",
      "LockStats.listener", "LockStats.warmUp", "Lockdep.activate");
  /** Only {@code Lockdep} and {@code Modelled} call these, which are called here. */
  private static final Set<String> BEHIND = Set.of(
      "Counters", "Declared", "Guards", "Ranges", "Regions", "Retries", "Revocable", "Rule", "Tasks");
  /** They make what a user keeps, with an agent or without: only what is made must not throw. */
  private static final Set<String> MAKE = Set.of("Lockdep.taskQueue", "Lockdep.region");

  private static final Object C = new Object();
  private static final Object D = new Object();
  private static final List<String> FAULTS =
      List.of("OutOfMemoryError", "StackOverflowError", "IllegalStateException");
  private static final int SECONDS = 60;
  /** How often one place fails in one hook. */
  private static final int TIMES = 1;
  private static final int OBJECTS = 14;
  private static final int SETTINGS = 3;
  private static final int[] NUMBERS = {0, 1, 2 << 8, 4 << 8, 5 << 8};
  private static final ExecutorService POOL = Executors.newSingleThreadExecutor();

  private final int[] rules = rules();
  private final Set<String> refusing = new TreeSet<>();
  private final Set<String> failures = new TreeSet<>();
  private final Map<String, Integer> failed = new HashMap<>();
  private int methods;
  private int faults;

  private EveryHook() {}

  /** A synchronizer that is not the JDK's own. */
  private static final class Own extends AbstractQueuedSynchronizer {
    private static final long serialVersionUID = 1;

    @Override
    protected boolean tryAcquire(int ignored) {
      return compareAndSetState(0, 1);
    }
  }

  public static void main(String[] args) throws Exception {
    // so that each of the numbers means a place
    for (int i = 0; i < 1_500; i++) {
      Sites.position("EveryHook", "call", "EveryHook.java", i + 1);
      Sites.made("EveryHook.lock" + i, "java.lang.Object", false, "");
    }
    EveryHook program = new EveryHook();
    for (Method method : hooks(args[0])) {
      program.methods++;
      program.all(method);
    }
    POOL.shutdown();
    // whatever is said above: the tables are as good as before
    Turns.inOrder(() -> nested(C, D), () -> nested(D, C));
    for (String failure : program.failures) {
      System.out.println(failure);
    }
    for (String refused : program.refusing) {
      System.out.println(refused + " throws with all arguments");
    }
    System.err.println(program.methods + " methods, " + program.faults + " faults");
    System.out.println(program.methods > 80 && program.faults > 3_000 ? "done" : "too few");
  }

  private static void nested(Object outer, Object inner) {
    synchronized (outer) {
      synchronized (inner) {
        inner.hashCode();
      }
    }
  }

  private static List<Method> hooks(String jar) throws Exception {
    List<Method> all = new ArrayList<>();
    try (JarFile file = new JarFile(jar)) {
      List<String> names = new ArrayList<>(List.of("dev/jlockdep/Lockdep.class"));
      file.stream().map(entry -> entry.getName())
          .filter(name -> name.startsWith("dev/jlockdep/hooks/") && name.endsWith(".class"))
          .sorted().forEach(names::add);
      for (String name : names) {
        Class<?> type =
            Class.forName(name.substring(0, name.length() - 6).replace('/', '.'), false, null);
        Method[] methods = type.getDeclaredMethods();
        Arrays.sort(methods, Comparator.comparing(Method::toString));
        for (Method m : methods) {
          if (Modifier.isPublic(type.getModifiers()) && Modifier.isPublic(m.getModifiers())
              && Modifier.isStatic(m.getModifiers()) && !m.isSynthetic() && !type.isEnum()
              && !NOT_CALLED.contains(name(m)) && !BEHIND.contains(type.getSimpleName())
              && !Arrays.toString(m.getParameterTypes()).contains("internal")) {
            all.add(m);
          }
        }
      }
    }
    return all;
  }

  /** One rule of each verb, of an ordinary lock and of one in a model. */
  private static int[] rules() {
    List<Integer> numbers = new ArrayList<>();
    LockModel[] models = {
      null,
      new LockModel("latch", null, LockModel.LOCK, false, true),
      new LockModel("count", null, LockModel.COUNTER, false, true)};
    for (Rule.Verb verb : Rule.Verb.values()) {
      for (LockModel model : models) {
        numbers.add(Rule.number(
            new Rule(verb, model, AcquireMode.EXCLUSIVE, false, Rule.When.ALWAYS, "every hook")));
      }
    }
    return numbers.stream().mapToInt(Integer::intValue).toArray();
  }

  private void all(Method method) throws Exception {
    List<Class<?>> types = List.of(method.getParameterTypes());
    boolean modelled = method.getDeclaringClass() == Modelled.class;
    // to a rule all objects are alike
    int objects = modelled ? 3 : types.contains(Object.class) ? OBJECTS : 1;
    int[] numbers = !types.contains(int.class) ? new int[1] : modelled ? rules : NUMBERS;
    boolean worked = false;
    for (int object = 0; object < objects; object++) {
      for (int number : numbers) {
        for (int setting = 0; setting < SETTINGS; setting++) {
          worked |= exhaust(method, object, number, setting);
        }
      }
    }
    if (!worked) {
      refusing.add(name(method));
    }
  }

  private static String name(Method method) {
    return method.getDeclaringClass().getSimpleName() + "." + method.getName();
  }

  /** False when the call fails by itself, since such arguments make no sense. */
  private boolean exhaust(Method method, int object, int number, int setting) throws Exception {
    Call bare = new Call(method, object, number, setting, 0, "none");
    if (bare.outcome() != null) {
      return false;
    }
    for (int i = 0; i < bare.places.length; i++) {
      for (String fault : FAULTS) {
        // each place is reached by many arguments
        if (failed.merge(method + fault + bare.places[i], 1, Integer::sum) <= TIMES) {
          once(bare, i, new Call(method, object, number, setting, i + 1, fault));
        }
      }
    }
    return true;
  }

  /** The same call with a fault at one of its places. */
  private void once(Call bare, int place, Call call) throws InterruptedException {
    Throwable left = call.outcome();
    if (left != null) {
      StackTraceElement[] frames = left.getStackTrace();
      failures.add(call + " lets " + left + " go" + (frames.length > 0 ? " " + frames[0] : ""));
    }
    if (bare.watched && !call.watched) {
      failures.add(call + " leaves the thread unwatched");
    }
    faults += call.places.length > place ? 1 : 0;
  }

  /** One call on a thread of its own. */
  private final class Call implements Runnable {
    private final Method method;
    private final int object;
    private final int number;
    private final int setting;
    private final int at;
    private final String fault;
    private final Object held = new Object();
    private final Object monitor = new Object();
    private final Object counter = new Object();
    private final ReentrantLock lock = new ReentrantLock();
    private Throwable left;
    private int[] places = {};
    private boolean watched;

    Call(Method method, int object, int number, int setting, int at, String fault) {
      this.method = method;
      this.object = object;
      this.number = number;
      this.setting = setting;
      this.at = at;
      this.fault = fault;
    }

    @Override
    public String toString() {
      return name(method) + ", object " + object + ", number " + number + ", setting " + setting
          + ", " + fault + " at allocation " + at;
    }

    /** Part of the names of its lock classes. */
    private String called() {
      return name(method) + " " + setting;
    }

    /** What leaves the call; null when nothing does. */
    Throwable outcome() throws InterruptedException {
      Thread thread = new Thread(this, "every hook");
      thread.start();
      // second by second: a JVM that is held up as a whole hangs in no hook
      for (int i = 0; i < SECONDS && thread.isAlive(); i++) {
        thread.join(1_000);
      }
      if (thread.isAlive()) {
        System.out.println(this + " hangs " + List.of(thread.getStackTrace()));
        Runtime.getRuntime().halt(3);
      }
      return left;
    }

    @Override
    public void run() {
      // lock classes of its own: orders of one hook are no circles with those of another
      Lockdep.declare(held, "held " + called(), null, "latch");
      Lockdep.declare(counter, "counter " + called(), null, "counter");
      Lockdep.name(lock, "lock " + called());
      Lockdep.name(monitor, "monitor " + called());
      if (setting == 0) {
        call();
        return;
      }
      Ticket unit = Lockdep.begin(counter);
      Lockdep.acquire(held, AcquireMode.EXCLUSIVE);
      lock.lock();
      try {
        synchronized (monitor) {
          if (setting == 1) {
            Hooks.taskBegins(POOL);
            call();
          } else {
            inSections();
          }
        }
      } finally {
        lock.unlock();
      }
      Lockdep.release(held);
      unit.end();
    }

    private void inSections() {
      try (Scope waits = Lockdep.nonBlocking("section");
          Scope faults = Lockdep.noFault();
          Scope pin = Lockdep.pin(held)) {
        call();
      }
    }

    private void call() {
      Object[] arguments = arguments();
      try {
        if (MAKE.contains(name(method))) {
          Object made = method.invoke(null, arguments);
          Fault.once(fault, at);
          use(made);
        } else {
          Fault.once(fault, at);
          use(method.invoke(null, arguments));
        }
      } catch (InvocationTargetException thrown) {
        left = thrown.getCause();
      } catch (Throwable thrown) {
        left = thrown;
      } finally {
        places = Fault.over();
      }
      int depth = LockdepControl.depth();
      synchronized (new Object()) {
        watched = LockdepControl.depth() == depth + 1;
      }
    }

    /** What the call gives is used too, as long as a fault may come. */
    private void use(Object result) {
      if (result instanceof Retry) {
        ((Retry) result).attempt(1);
        ((Retry) result).attempt(1);
        ((Retry) result).attempt(1);
        ((Retry) result).fellBack();
      }
      if (result instanceof Scope) {
        ((Scope) result).close();
      } else if (result instanceof Ticket) {
        ((Ticket) result).handOff(new Thread());
        ((Ticket) result).end();
        ((Ticket) result).end();
      } else if (result instanceof TaskQueue) {
        TaskQueue queue = ((TaskQueue) result).drainedBy(Thread.currentThread());
        Lockdep.handOff(held, queue);
        queue.drain().close();
      } else if (result instanceof Region) {
        ((Region) result).might();
        ((Region) result).enter().close();
        ((Region) result).forbid("section").close();
      }
    }

    private Object[] arguments() {
      Class<?>[] types = method.getParameterTypes();
      Object[] all = new Object[types.length];
      boolean second = false;
      for (int i = 0; i < all.length; i++) {
        // ends of a range; stamps, the first of a writer and the second of a reader
        all[i] = types[i] == long.class ? (Object) (i == 1 ? 128L : 257L)
            : types[i] == Object.class && second ? monitor : argument(types[i]);
        second |= types[i] == Object.class;
      }
      return all;
    }

    private Object argument(Class<?> type) {
      if (type == Object.class) {
        return object();
      }
      if (type == int.class) {
        return number;
      }
      if (type == boolean.class) {
        return true;
      }
      if (type == String.class) {
        return "every hook";
      }
      if (type == AcquireMode.class) {
        return AcquireMode.EXCLUSIVE;
      }
      if (type == TimeUnit.class) {
        return TimeUnit.DAYS;
      }
      if (type == Thread.class) {
        return Thread.currentThread();
      }
      if (type == Object[].class) {
        return new Object[] {counter, held};
      }
      if (type == Comparator.class) {
        return Comparator.comparing(Object::hashCode);
      }
      if (type == List.class) {
        return List.of();
      }
      if (type == TaskQueue.class) {
        return Lockdep.taskQueue("queue", null).drainedBy(Thread.currentThread());
      }
      return null;
    }

    /** Fresh, so that nothing is known of it. */
    private Object object() {
      switch (object) {
        case 0:
          return Lockdep.name(new Object(), "unheld " + called());
        case 1:
          return held;
        case 2:
          return counter;
        case 3:
          return lock.newCondition();
        case 4:
          return Thread.currentThread();
        case 5:
          return new Phaser(1);
        case 6:
          return new FutureTask<>(() -> null);
        case 7:
          return ForkJoinTask.adapt(() -> { });
        case 8:
          return POOL;
        case 9:
          return List.of(ForkJoinTask.adapt(() -> { }), ForkJoinTask.adapt(() -> { }));
        case 10:
          return new LinkedTransferQueue<>();
        case 11:
          return new CountDownLatch(1);
        case 12:
          return new Own();
        default:
          return Lockdep.declareRanges(new Object(), "ranges " + called(), null);
      }
    }
  }
}

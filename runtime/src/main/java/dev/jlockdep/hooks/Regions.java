package dev.jlockdep.hooks;

import static dev.jlockdep.internal.held.ThreadState.READ;

import dev.jlockdep.api.FindingKind;
import dev.jlockdep.api.Level;
import dev.jlockdep.api.Region;
import dev.jlockdep.api.Scope;
import dev.jlockdep.internal.check.Errors;
import dev.jlockdep.internal.check.Incomplete;
import dev.jlockdep.internal.check.OpenScope;
import dev.jlockdep.internal.check.Plain;
import dev.jlockdep.internal.graph.Instance;
import dev.jlockdep.internal.graph.Limits;
import dev.jlockdep.internal.graph.LockClass;
import dev.jlockdep.internal.graph.SpinLock;
import dev.jlockdep.internal.held.ThreadState;
import java.util.HashMap;
import java.util.List;

/** The regions by name. */
public final class Regions {
  private static final SpinLock LOCK = new SpinLock();
  private static final HashMap<String, NamedRegion> BY_NAME = new HashMap<>();
  /** The page-fault handler. */
  public static final Region MMAP_LOCK = named("mmap_lock");
  /** Memory reclaim. */
  public static final Region FS_RECLAIM = named("fs_reclaim");

  private Regions() {}

  public static Region named(String name) {
    NamedRegion r;
    boolean full = false;
    LOCK.lock();
    try {
      r = BY_NAME.get(name);
      if (r == null) {
        r = new NamedRegion(name);
        full = BY_NAME.size() >= Limits.REGIONS_MAX;
        if (!full) {
          BY_NAME.put(name, r);
        }
      }
    } finally {
      LOCK.unlock();
    }
    if (full) {
      Incomplete.report("names of regions", Limits.REGIONS_MAX, "dev.jlockdep.max.regions");
    }
    return r;
  }

  /** One region; it is its own lock object. */
  private static final class NamedRegion implements Region {
    private static final int BITS = Declared.DECLARED_BITS | READ;
    private final String name;
    private volatile Instance instance;

    NamedRegion(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    private void declared() {
      if (instance == null) {
        instance = Declared.through(this, name, "region", null, LockClass.BY_ASKER);
      }
    }

    @Override
    public void might() {
      try {
        if (!Declared.active()) {
          return;
        }
        ThreadState s = Declared.ready();
        if (s == null || s.depth() == 0 && s.foreignChanges == null) {
          return;
        }
        if (s.scopes != null && forbiddenBy(s) != null || s.indexOf(this) >= 0) {
          return;
        }
        declared();
        Probe.request(s, this, BITS);
      } catch (Throwable t) {
        Errors.caught(t);
      }
    }

    @Override
    public Scope enter() {
      try {
        ThreadState s = Declared.active() ? Declared.ready() : null;
        if (s == null) {
          return Declared.NO_SCOPE;
        }
        declared();
        String section = s.scopes == null ? null : forbiddenBy(s);
        if (section != null) {
          String message = s.thread.getName() + " enters " + name + " inside a " + section;
          Probe.fail(
              Plain.report(
                  s, FindingKind.CONTEXT, Level.PROVEN, List.of(name, section), message,
                  List.of(name), List.of("the section says that this cannot happen"), true));
        }
        boolean first = s.indexOf(this) < 0;
        if (first) {
          Hooks.request(s, this, 0, BITS);
        }
        return new Entered(s, this, first);
      } catch (Throwable t) {
        Errors.caught(t);
        return Declared.NO_SCOPE;
      }
    }

    @Override
    public Scope forbid(String what) {
      try {
        ThreadState s = Declared.active() ? Declared.ready() : null;
        return s == null ? Declared.NO_SCOPE : new Forbidden(s, this, what);
      } catch (Throwable t) {
        Errors.caught(t);
        return Declared.NO_SCOPE;
      }
    }

    /** The section of the thread that the region must not be entered in, or null. */
    private String forbiddenBy(ThreadState s) {
      for (OpenScope o = OpenScope.innermost(s); o != null; o = o.below()) {
        if (o instanceof Forbidden && ((Forbidden) o).region == this) {
          return ((Forbidden) o).section;
        }
      }
      return null;
    }
  }

  private static final class Entered extends OpenScope {
    private final NamedRegion region;
    private final boolean holds;

    Entered(ThreadState s, NamedRegion region, boolean holds) {
      super(s);
      this.region = region;
      this.holds = holds;
    }

    @Override
    protected String what() {
      return "region " + region.name;
    }

    @Override
    protected void closed(ThreadState s) {
      int i = holds ? s.indexOf(region) : -1;
      if (i >= 0) {
        s.remove(i);
      }
    }
  }

  private static final class Forbidden extends OpenScope {
    private final NamedRegion region;
    private final String section;

    Forbidden(ThreadState s, NamedRegion region, String section) {
      super(s);
      this.region = region;
      this.section = section;
    }

    @Override
    protected String what() {
      return section;
    }
  }
}

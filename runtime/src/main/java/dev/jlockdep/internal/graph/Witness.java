package dev.jlockdep.internal.graph;

import java.util.Arrays;

/** One sighting of a dependency with what is needed to tell whether it fits others. */
public final class Witness {
  /** Relation of the two locks that lets other instances stand in for them. */
  public static final int UNRELATED = 0;
  /** Both belong to one object (or one belongs to the other): field and owner say which. */
  public static final int SAME_OWNER = 1;
  /** Each one's object refers to the other's through a field. */
  public static final int LINKED = 2;

  public final Task task;
  public final int segment;
  /** All locks held: instance number in the high half, mode bits below. Outermost first. */
  public final long[] held;
  /** Class ids beside {@link #held}. */
  public final int[] heldClasses;
  /** Identity hashes of the objects they belong to, beside {@link #held}. */
  public final int[] heldEntities;
  /** Where they were taken, beside {@link #held}. */
  public final int[] heldSites;
  public final int heldInstance;
  public final int heldEntity;
  public final int requestInstance;
  public final boolean heldShared;
  public final boolean requestShared;
  public final boolean bornInside;
  public final boolean timed;
  public final int relation;
  /** Fields of a {@link #LINKED} relation: from the held one's object, and back. */
  public final String linkForth;
  public final String linkBack;
  public final String heldLabel;
  public final String requestLabel;
  public final int heldSite;
  public final int requestSite;
  /** Full stacks, or null for a sighting past the bound; set once, just after the sighting. */
  public volatile StackTraceElement[] requestStack;
  public volatile StackTraceElement[] heldStack;
  public final Instance requested;
  /** Who must let go of the held one, when that outlives its call; else null. */
  public Duty duty;
  /** The queue that the held one waits in for its end, or null. */
  public Object waitsIn;
  /** The queue whose work the request carries out while it waits, or null. */
  public Object worksOff;
  /** Why the code that did it wants no failure; null for most. */
  public String suppressed;

  public Witness(
      Task task,
      long[] held,
      int[] heldClasses,
      int[] heldEntities,
      int[] heldSites,
      int heldIndex,
      Instance heldLock,
      Instance requested,
      boolean heldShared,
      boolean requestShared,
      boolean bornInside,
      boolean timed,
      Relation relation,
      int heldSite,
      int requestSite) {
    this(
        task, task.segment, held, heldClasses, heldEntities, heldSites, heldIndex, heldLock,
        requested, heldShared, requestShared, bornInside, timed, relation, heldSite, requestSite);
  }

  /** For what is told later than it happened: the segment is that of the time it happened. */
  public Witness(
      Task task,
      int segment,
      long[] held,
      int[] heldClasses,
      int[] heldEntities,
      int[] heldSites,
      int heldIndex,
      Instance heldLock,
      Instance requested,
      boolean heldShared,
      boolean requestShared,
      boolean bornInside,
      boolean timed,
      Relation relation,
      int heldSite,
      int requestSite) {
    this.task = task;
    this.segment = segment;
    this.held = held;
    this.heldClasses = heldClasses;
    this.heldEntities = heldEntities;
    this.heldSites = heldSites;
    this.heldInstance = heldLock.id;
    this.heldEntity = heldEntities[heldIndex];
    this.requestInstance = requested.id;
    this.requested = requested;
    this.heldShared = heldShared;
    this.requestShared = requestShared;
    this.bornInside = bornInside;
    this.timed = timed;
    this.relation = relation.kind;
    this.linkForth = relation.forth;
    this.linkBack = relation.back;
    this.heldLabel = heldLock.print();
    this.requestLabel = requested.print();
    this.heldSite = heldSite;
    this.requestSite = requestSite;
  }

  public boolean same(Witness o) {
    return task == o.task
        && segment == o.segment
        && heldInstance == o.heldInstance
        && requestInstance == o.requestInstance
        && Arrays.equals(heldClasses, o.heldClasses)
        && requestSite == o.requestSite;
  }
}

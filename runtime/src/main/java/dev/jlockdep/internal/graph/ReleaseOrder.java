package dev.jlockdep.internal.graph;

import java.util.Arrays;

/**
 * Keeps the nodes of a growing graph in topological order, strong components taken as one, so that
 * "does this arc lie on a cycle" is answered by looking whether both ends are of one component.
 *
 * <p>An arc that agrees with the order costs nothing. One that does not starts a two-way search
 * (Haeupler, Kavitha, Mathew, Sen, Tarjan 2012): forward from its head and backward from its tail,
 * arc by arc in turn, until the two meet in the order; only what was passed is moved. All arcs
 * together cost at most in the order of m to the power of 1.5, in any sequence; the usual one costs
 * a few steps. An arc that closes a cycle makes one component of all nodes on cycles through it.
 * That is searched in full on one side, so a graph without any order costs more while its largest
 * component grows, and next to nothing once it has.
 *
 * <p>Nodes and arcs are numbers from 1; 0 is none. Not thread-safe, not recursive.
 */
final class ReleaseOrder {
  private final OrderList list = new OrderList(64);
  private int nodes;
  private int[] parent = new int[64];
  private int[] firstOut = new int[64];
  private int[] firstIn = new int[64];
  /** Nodes in the component that this node stands for. */
  private int[] size = new int[64];
  /** The next arc to be searched. */
  private int[] cursor = new int[64];
  /** Which search marked the node last, forward and backward. */
  private int[] mark = new int[64];
  private int[] markBack = new int[64];
  private int stamp;

  private int arcs;
  private int[] tail = new int[64];
  private int[] head = new int[64];
  private int[] nextOut = new int[64];
  private int[] nextIn = new int[64];

  private final LabelHeap forward = new LabelHeap();
  private final LabelHeap backward = new LabelHeap();
  /** Nodes a search has done with, in the order it met them. */
  private int[] passed = new int[64];
  private int[] passedBack = new int[64];
  private int passedCount;
  private int passedBackCount;
  private final Sweep ahead = new Sweep(true);
  private final Sweep behind = new Sweep(false);

  /** A new node before all others. */
  int addNode() {
    int x = nodes + 1;
    if (x == parent.length) {
      growNodes(x + (x >> 2));
    }
    nodes = x;
    parent[x] = x;
    size[x] = 1;
    list.insertAfter(OrderList.HEAD, x);
    return x;
  }

  /** Memory can run out in between: the array that is asked for its length comes last. */
  private void growNodes(int capacity) {
    list.grow(capacity);
    firstOut = Arrays.copyOf(firstOut, capacity);
    firstIn = Arrays.copyOf(firstIn, capacity);
    cursor = Arrays.copyOf(cursor, capacity);
    mark = Arrays.copyOf(mark, capacity);
    markBack = Arrays.copyOf(markBack, capacity);
    size = Arrays.copyOf(size, capacity);
    parent = Arrays.copyOf(parent, capacity);
  }

  boolean sameComponent(int x, int y) {
    return find(x) == find(y);
  }

  /** The node that stands for the component. */
  private int find(int x) {
    int[] p = parent;
    int at = x;
    while (p[at] != at) {
      p[at] = p[p[at]];
      at = p[at];
    }
    return at;
  }

  /**
   * Puts a node that has no outgoing arcs yet behind one that will lead to it, unless it is there
   * already: cheaper than finding out by a search for each.
   */
  void moveBehind(int x, int from) {
    int f = find(from);
    if (list.label(f) > list.label(x)) {
      list.remove(x);
      list.insertAfter(f, x);
    }
  }

  void addArc(int from, int to) {
    int v = find(from);
    int w = find(to);
    if (v == w) {
      return;
    }
    if (list.label(v) > list.label(w)) {
      if (meets(v, w)) {
        merge(v, w);
        return;
      }
      reorder(v);
    }
    link(v, w);
  }

  private void link(int v, int w) {
    int a = arcs + 1;
    if (a == tail.length) {
      int capacity = a + (a >> 2);
      head = Arrays.copyOf(head, capacity);
      nextOut = Arrays.copyOf(nextOut, capacity);
      nextIn = Arrays.copyOf(nextIn, capacity);
      tail = Arrays.copyOf(tail, capacity);
    }
    arcs = a;
    tail[a] = v;
    head[a] = w;
    nextOut[a] = firstOut[v];
    firstOut[v] = a;
    nextIn[a] = firstIn[w];
    firstIn[w] = a;
  }

  // ---- the two-way search ----------------------------------------------------------------------

  /** Whether a path leads from w to v. If none does, what was passed must be moved. */
  private boolean meets(int v, int w) {
    start(v, w);
    long low = list.label(w);
    long high = list.label(v);
    while (passDone()) {
      int u = forward.top();
      int a = cursor[u];
      cursor[u] = nextOut[a];
      int x = find(head[a]);
      if (markBack[x] == stamp) {
        return true;
      }
      if (mark[x] != stamp && list.label(x) < high) {
        visitForward(x);
      }
      int z = backward.top();
      a = cursor[z];
      cursor[z] = nextIn[a];
      int y = find(tail[a]);
      if (mark[y] == stamp) {
        return true;
      }
      if (markBack[y] != stamp && list.label(y) > low) {
        visitBackward(y);
      }
    }
    return false;
  }

  private void start(int v, int w) {
    stamp++;
    forward.clear();
    backward.clear();
    passedCount = 0;
    passedBackCount = 0;
    visitForward(w);
    visitBackward(v);
  }

  private void visitForward(int x) {
    mark[x] = stamp;
    cursor[x] = firstOut[x];
    forward.push(list.label(x), x);
  }

  private void visitBackward(int y) {
    markBack[y] = stamp;
    cursor[y] = firstIn[y];
    backward.push(-list.label(y), y);
  }

  /** {@link #passed}, with room for so many. */
  private int[] passed(int count) {
    if (count > passed.length) {
      passed = Arrays.copyOf(passed, count * 2);
    }
    return passed;
  }

  /** Takes away nodes without arcs left; returns whether the two searches have yet to meet. */
  private boolean passDone() {
    while (!forward.isEmpty() && cursor[forward.top()] == 0) {
      passed(passedCount + 1)[passedCount++] = forward.pop();
    }
    while (!backward.isEmpty() && cursor[backward.top()] == 0) {
      if (passedBackCount == passedBack.length) {
        passedBack = Arrays.copyOf(passedBack, passedBackCount * 2);
      }
      passedBack[passedBackCount++] = backward.pop();
    }
    return !forward.isEmpty()
        && !backward.isEmpty()
        && list.label(forward.top()) < list.label(backward.top());
  }

  /**
   * Everything passed forward goes right before the first node that still has arcs to be searched,
   * and everything passed backward that is behind that node goes before it all. Without such a node
   * the forward part goes right behind v. Either keeps its own order: it was passed in order.
   */
  private void reorder(int v) {
    for (int i = 0; i < passedCount; i++) {
      list.remove(passed[i]);
    }
    if (forward.isEmpty()) {
      list.insertAfter(v, passed, passedCount);
      return;
    }
    int turn = forward.top();
    int behind = 0;
    while (behind < passedBackCount
        && list.label(passedBack[behind]) > list.label(turn)) {
      list.remove(passedBack[behind++]);
    }
    list.insertAfter(list.prev(turn), passed, passedCount);
    int at = passedCount == 0 ? turn : passed[0];
    reverse(passedBack, behind);
    list.insertAfter(list.prev(at), passedBack, behind);
  }

  private static void reverse(int[] xs, int count) {
    for (int i = 0, j = count - 1; i < j; i++, j--) {
      int x = xs[i];
      xs[i] = xs[j];
      xs[j] = x;
    }
  }

  // ---- components ------------------------------------------------------------------------------

  /**
   * Makes one component of all nodes on paths from w to v. The paths are found from whichever end
   * has less to search. Found from w, the component comes to the place of v, and right behind it
   * what else w leads to up to there; found from v, the other way round.
   */
  private void merge(int v, int w) {
    long low = list.label(w);
    long high = list.label(v);
    stamp++;
    ahead.start(w, v, low, high);
    behind.start(v, w, low, high);
    while (true) {
      if (!ahead.step()) {
        join(ahead);
        return;
      }
      if (!behind.step()) {
        join(behind);
        return;
      }
    }
  }

  /** A search for everything on one side of a node, within a part of the order. */
  private final class Sweep {
    private final boolean forward;
    private int[] found = new int[64];
    private int count;
    private int at;
    private int arc;
    private int goal;
    private long low;
    private long high;
    /** The first of {@link #found} that are on paths to the goal. */
    private int members;

    Sweep(boolean forward) {
      this.forward = forward;
    }

    private int first(int x) {
      return forward ? firstOut[x] : firstIn[x];
    }

    private int next(int a) {
      return forward ? nextOut[a] : nextIn[a];
    }

    private int end(int a) {
      return find(forward ? head[a] : tail[a]);
    }

    void start(int from, int to, long lowest, long highest) {
      goal = to;
      low = lowest;
      high = highest;
      count = 0;
      at = -1;
      arc = 0;
      add(from);
    }

    private void add(int x) {
      if (count == found.length) {
        found = Arrays.copyOf(found, count * 2);
      }
      found[count++] = x;
      (forward ? mark : markBack)[x] = stamp;
    }

    /** Follows one arc; returns false when there is none left. */
    boolean step() {
      while (arc == 0) {
        if (++at == count) {
          return false;
        }
        arc = found[at] == goal ? 0 : first(found[at]);
      }
      int x = end(arc);
      arc = next(arc);
      if ((forward ? mark : markBack)[x] != stamp
          && list.label(x) >= low
          && list.label(x) <= high) {
        add(x);
      }
      return true;
    }

    /** Sorts what was found: members first, then the others, nearest to the goal first. */
    void select() {
      LabelHeap heap = sorted();
      int[] other = passed(count);
      int others = 0;
      members = 0;
      stamp++;
      while (!heap.isEmpty()) {
        int x = heap.pop();
        if (x == goal || leadsToMember(x)) {
          mark[x] = stamp;
          found[members++] = x;
        } else {
          other[others++] = x;
        }
      }
      System.arraycopy(other, 0, found, members, others);
    }

    private LabelHeap sorted() {
      LabelHeap heap = ReleaseOrder.this.forward;
      heap.clear();
      for (int i = 0; i < count; i++) {
        long label = list.label(found[i]);
        heap.push(forward ? -label : label, found[i]);
      }
      return heap;
    }

    private boolean leadsToMember(int x) {
      for (int a = first(x); a != 0; a = next(a)) {
        if (mark[end(a)] == stamp) {
          return true;
        }
      }
      return false;
    }
  }

  private void join(Sweep sweep) {
    sweep.select();
    int[] found = sweep.found;
    int place = sweep.forward ? list.prev(sweep.goal) : list.next(sweep.goal);
    int largest = found[0];
    for (int i = 0; i < sweep.members; i++) {
      largest = size[found[i]] > size[largest] ? found[i] : largest;
    }
    for (int i = 0; i < sweep.count; i++) {
      if (found[i] == place) {
        place = sweep.forward ? list.prev(place) : list.next(place);
      }
      list.remove(found[i]);
    }
    // others keep their own order, on the far side of the component
    int others = sweep.count - sweep.members;
    int[] block = passed(others + 1);
    System.arraycopy(found, sweep.members, block, 0, others);
    block[others] = largest;
    if (sweep.forward) {
      reverse(block, others + 1);
    }
    list.insertAfter(sweep.forward ? place : list.prev(place), block, others + 1);
    unite(largest, found, sweep.members);
  }

  /** Gives the largest member the arcs of the others; looks through its own now and then. */
  private void unite(int largest, int[] members, int count) {
    int before = Integer.highestOneBit(size[largest]);
    for (int i = 0; i < count; i++) {
      int x = members[i];
      if (x != largest) {
        parent[x] = largest;
        size[largest] += size[x];
      }
    }
    for (int i = 0; i < count; i++) {
      if (members[i] != largest) {
        takeArcs(members[i], largest);
      }
    }
    if (Integer.highestOneBit(size[largest]) != before) {
      tidyArcs(largest);
    }
  }

  private void takeArcs(int member, int component) {
    for (int a = firstOut[member], next; a != 0; a = next) {
      next = nextOut[a];
      if (find(head[a]) != component) {
        nextOut[a] = firstOut[component];
        firstOut[component] = a;
      }
    }
    firstOut[member] = 0;
    for (int a = firstIn[member], next; a != 0; a = next) {
      next = nextIn[a];
      if (find(tail[a]) != component) {
        nextIn[a] = firstIn[component];
        firstIn[component] = a;
      }
    }
    firstIn[member] = 0;
  }

  /** Forgets arcs within a component and the second one to or from any other. */
  private void tidyArcs(int component) {
    stamp++;
    mark[component] = stamp;
    markBack[component] = stamp;
    int kept = 0;
    for (int a = firstOut[component], next; a != 0; a = next) {
      next = nextOut[a];
      int x = find(head[a]);
      if (mark[x] != stamp) {
        mark[x] = stamp;
        nextOut[a] = kept;
        kept = a;
      }
    }
    firstOut[component] = kept;
    kept = 0;
    for (int a = firstIn[component], next; a != 0; a = next) {
      next = nextIn[a];
      int x = find(tail[a]);
      if (markBack[x] != stamp) {
        markBack[x] = stamp;
        nextIn[a] = kept;
        kept = a;
      }
    }
    firstIn[component] = kept;
  }

  // ---- for tests -------------------------------------------------------------------------------

  /** Throws unless every arc agrees with the order and is in the lists of both its ends. */
  void checkInvariants() {
    int components = 0;
    for (int x = 1; x <= nodes; x++) {
      if (parent[x] == x) {
        components++;
        checkArcs(x);
      } else if (firstOut[x] != 0 || firstIn[x] != 0) {
        throw new AssertionError("arcs left at member " + x);
      }
    }
    if (list.checkInvariants() != components) {
      throw new AssertionError("the order does not have each component once");
    }
  }

  private void checkArcs(int x) {
    for (int a = firstOut[x]; a != 0; a = nextOut[a]) {
      int to = find(head[a]);
      if (to == x) {
        continue;
      }
      if (find(tail[a]) != x || list.label(x) >= list.label(to)) {
        throw new AssertionError("arc " + x + " -> " + to + " against the order");
      }
      boolean known = false;
      for (int b = firstIn[to]; b != 0 && !known; b = nextIn[b]) {
        known = find(tail[b]) == x;
      }
      if (!known) {
        throw new AssertionError("arc " + x + " -> " + to + " not known at its head");
      }
    }
    for (int a = firstIn[x]; a != 0; a = nextIn[a]) {
      int from = find(tail[a]);
      if (from == x) {
        continue;
      }
      if (find(head[a]) != x || list.label(from) >= list.label(x)) {
        throw new AssertionError("arc " + from + " -> " + x + " against the order");
      }
    }
  }
}

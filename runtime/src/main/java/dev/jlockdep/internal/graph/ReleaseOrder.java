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
 *
 * <p>Nodes and arcs are numbers from 1; 0 is none. Not thread-safe, not recursive.
 */
final class ReleaseOrder {
  private final OrderList list = new OrderList(64);
  private int nodes;
  private int[] parent = new int[64];
  private int[] firstOut = new int[64];
  private int[] firstIn = new int[64];
  /** The next arc to be searched, and which search marked the node last. */
  private int[] cursor = new int[64];
  private int[] mark = new int[64];
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

  /** A new node before all others. */
  int addNode() {
    int x = ++nodes;
    if (x == parent.length) {
      growNodes(x + (x >> 1));
    }
    parent[x] = x;
    list.insertAfter(OrderList.HEAD, x);
    return x;
  }

  private void growNodes(int capacity) {
    list.grow(capacity);
    parent = Arrays.copyOf(parent, capacity);
    firstOut = Arrays.copyOf(firstOut, capacity);
    firstIn = Arrays.copyOf(firstIn, capacity);
    cursor = Arrays.copyOf(cursor, capacity);
    mark = Arrays.copyOf(mark, capacity);
    passed = Arrays.copyOf(passed, capacity);
    passedBack = Arrays.copyOf(passedBack, capacity);
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
    int a = ++arcs;
    if (a == tail.length) {
      int capacity = a + (a >> 1);
      tail = Arrays.copyOf(tail, capacity);
      head = Arrays.copyOf(head, capacity);
      nextOut = Arrays.copyOf(nextOut, capacity);
      nextIn = Arrays.copyOf(nextIn, capacity);
    }
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
    int ahead = stamp;
    int behind = stamp - 1;
    long low = list.label(w);
    long high = list.label(v);
    while (passDone()) {
      int u = forward.top();
      int a = cursor[u];
      cursor[u] = nextOut[a];
      int x = find(head[a]);
      if (mark[x] == behind) {
        return true;
      }
      if (mark[x] != ahead && list.label(x) < high) {
        visitForward(x);
      }
      int z = backward.top();
      a = cursor[z];
      cursor[z] = nextIn[a];
      int y = find(tail[a]);
      if (mark[y] == ahead) {
        return true;
      }
      if (mark[y] != behind && list.label(y) > low) {
        visitBackward(y);
      }
    }
    return false;
  }

  private void start(int v, int w) {
    stamp += 2;
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
    mark[y] = stamp - 1;
    cursor[y] = firstIn[y];
    backward.push(-list.label(y), y);
  }

  /** Takes away nodes without arcs left; returns whether the two searches have yet to meet. */
  private boolean passDone() {
    while (!forward.isEmpty() && cursor[forward.top()] == 0) {
      passed[passedCount++] = forward.pop();
    }
    while (!backward.isEmpty() && cursor[backward.top()] == 0) {
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
   * Makes one component of all nodes on paths from w to v. It stays at the place of v; what else
   * can be reached from w and was before v goes right behind it.
   */
  private void merge(int v, int w) {
    stamp += 2;
    int reached = reach(v, w);
    int members = reachBack(v);
    forward.clear();
    for (int i = 0; i < reached; i++) {
      int x = passed[i];
      if (mark[x] == stamp) {
        forward.push(list.label(x), x);
      }
      if (x != v) {
        list.remove(x);
      }
    }
    for (int i = 0; i < members; i++) {
      parent[passedBack[i]] = v;
    }
    joinArcs(v, members);
    passedCount = 0;
    while (!forward.isEmpty()) {
      passed[passedCount++] = forward.pop();
    }
    list.insertAfter(v, passed, passedCount);
  }

  /** Marks and collects all nodes that w leads to, up to v in the order. */
  private int reach(int v, int w) {
    long high = list.label(v);
    int count = 0;
    mark[w] = stamp;
    passed[count++] = w;
    for (int i = 0; i < count; i++) {
      for (int a = firstOut[passed[i]]; a != 0; a = nextOut[a]) {
        int x = find(head[a]);
        if (mark[x] != stamp && list.label(x) <= high) {
          mark[x] = stamp;
          passed[count++] = x;
        }
      }
    }
    return count;
  }

  /** Of the nodes marked by {@link #reach}, marks anew and collects those that lead to v. */
  private int reachBack(int v) {
    int count = 0;
    mark[v] = stamp - 1;
    passedBack[count++] = v;
    for (int i = 0; i < count; i++) {
      for (int a = firstIn[passedBack[i]]; a != 0; a = nextIn[a]) {
        int y = find(tail[a]);
        if (mark[y] == stamp) {
          mark[y] = stamp - 1;
          passedBack[count++] = y;
        }
      }
    }
    return count;
  }

  /** Gives v the arcs of all members, but for those within and the second one to a neighbour. */
  private void joinArcs(int v, int members) {
    stamp += 2;
    mark[v] = stamp;
    int kept = 0;
    for (int i = 0; i < members; i++) {
      for (int a = firstOut[passedBack[i]], next; a != 0; a = next) {
        next = nextOut[a];
        if (unmarked(find(head[a]))) {
          nextOut[a] = kept;
          kept = a;
        }
      }
      firstOut[passedBack[i]] = 0;
    }
    firstOut[v] = kept;
    stamp += 2;
    mark[v] = stamp;
    kept = 0;
    for (int i = 0; i < members; i++) {
      for (int a = firstIn[passedBack[i]], next; a != 0; a = next) {
        next = nextIn[a];
        if (unmarked(find(tail[a]))) {
          nextIn[a] = kept;
          kept = a;
        }
      }
      firstIn[passedBack[i]] = 0;
    }
    firstIn[v] = kept;
  }

  private boolean unmarked(int x) {
    if (mark[x] == stamp) {
      return false;
    }
    mark[x] = stamp;
    return true;
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
      if (find(head[a]) != x || list.label(from) >= list.label(x)) {
        throw new AssertionError("arc " + from + " -> " + x + " against the order");
      }
    }
  }
}

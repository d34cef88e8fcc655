package dev.jlockdep.agent.merge;

import dev.jlockdep.agent.report.Ids;
import dev.jlockdep.agent.report.Json;
import java.util.Map;

/**
 * How one run saw a dependency; short stacks first, since they are read.
 *
 * @param values the record's fields without the stacks
 */
record MergedWitness(
    String run, Map<String, Object> values, String[] heldStack, String[] requestStack, long hash)
    implements Comparable<MergedWitness> {

  static MergedWitness of(
      String run, Map<String, Object> values, String[] heldStack, String[] requestStack) {
    String content = run + Json.write(values) + String.join("\n", heldStack) + "\n\n"
        + String.join("\n", requestStack);
    return new MergedWitness(run, values, heldStack, requestStack, Ids.hash(content));
  }

  @Override
  public int compareTo(MergedWitness other) {
    int length = Integer.compare(length(), other.length());
    return length != 0 ? length : Long.compareUnsigned(hash, other.hash);
  }

  private int length() {
    return heldStack.length + requestStack.length;
  }
}

package dev.jlockdep.agent.report;

/** How often one lock class was asked for while another was held, where that is known. */
public interface OrderCounts {
  /** Nothing is known: at run time, where nobody walks the graph for a report. */
  OrderCounts UNKNOWN = new Unknown();

  /** Sightings of the order, a lower bound; 0 when it is not known. */
  long count(String held, String requested);

  /** Knows nothing. */
  final class Unknown implements OrderCounts {
    @Override
    public long count(String held, String requested) {
      return 0;
    }
  }
}

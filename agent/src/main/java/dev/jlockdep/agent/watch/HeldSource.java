package dev.jlockdep.agent.watch;

import dev.jlockdep.api.ThreadSnapshot;
import java.util.List;

/** Where the watch learns which locks the threads hold and ask for. */
@FunctionalInterface
public interface HeldSource {
  /** One snapshot for each live thread that holds or asks for a lock; may be empty. */
  List<ThreadSnapshot> threads();
}

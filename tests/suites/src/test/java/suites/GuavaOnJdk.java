package suites;

import com.google.common.collect.testing.TestsForListsInJavaUtil;
import com.google.common.collect.testing.TestsForMapsInJavaUtil;
import com.google.common.collect.testing.TestsForQueuesInJavaUtil;
import com.google.common.collect.testing.TestsForSetsInJavaUtil;
import junit.framework.Test;

/** Guava's tests of the contracts of collections, on those of the JDK. */
public final class GuavaOnJdk {
  private GuavaOnJdk() {}

  public static final class Lists {
    private Lists() {}

    public static Test suite() {
      return TestsForListsInJavaUtil.suite();
    }
  }

  public static final class Queues {
    private Queues() {}

    public static Test suite() {
      return TestsForQueuesInJavaUtil.suite();
    }
  }

  public static final class Sets {
    private Sets() {}

    public static Test suite() {
      return TestsForSetsInJavaUtil.suite();
    }
  }

  public static final class Maps {
    private Maps() {}

    public static Test suite() {
      return TestsForMapsInJavaUtil.suite();
    }
  }
}

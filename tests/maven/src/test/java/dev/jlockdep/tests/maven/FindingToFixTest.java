package dev.jlockdep.tests.maven;

import dev.jlockdep.tests.support.Jdk;
import dev.jlockdep.tests.support.Jdks;
import dev.jlockdep.tests.support.MavenBuild;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The cases of {@code agent/docs/finding-to-fix.md}: what the reader is told, and that the fix is one. */
class FindingToFixTest {
  @TempDir
  Path folder;

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {
    "baskets; 25; FAIL LD-6722fec4; in your sources: Basket.addAll(Basket.java:24);"
        + " -Dsources=src/fixed/java",
    "orders; 17; FAIL LD-7714f22d;"
        + " let go of Order before Order.ship(Order.java:12) calls what takes RootLogger"
        + " & in your sources: Order.ship(Order.java:12), Order.toString(Order.java:17);"
        + " -Dsources=src/fixed/java",
    "statements; 25; FAIL LD-eafc58c9; take PoolingConnection before GenericKeyedObjectPool at"
        + " GenericKeyedObjectPool.evict(GenericKeyedObjectPool.java:949)"
        + " & all locks are taken in libraries (org.apache.commons.dbcp, org.apache.commons.pool.impl);"
        + " -Ddbcp=1.4 -Dpool=1.5.4"
  })
  void buildThatFailsPassesWithTheFix(
      String project, int feature, String finding, String help, String fix) {
    Jdk jdk = Jdks.find(feature);
    MavenBuild before = PluginBuild.of(project, folder, jdk).with("verify").run().fails();
    before.says(finding).says("(1 failing)");
    for (String line : help.split(" & ")) {
      before.says(line);
    }
    PluginBuild.again(before, jdk).with("verify").with(fix.split(" ")).run().passes()
        .says("jlockdep: clean").says("(0 failing)");
  }
}

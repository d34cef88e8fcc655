package dev.jlockdep.tests.filesystems;

import static de.pfabulist.lindwurm.niotest.tests.descriptionbuilders.CombinedBuilder.build;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import de.pfabulist.lindwurm.niotest.tests.AllTests;
import de.pfabulist.lindwurm.niotest.tests.FSDescription;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.runner.JUnitCore;
import org.junit.runner.Result;
import org.junit.runner.notification.Failure;

/**
 * The test suite for NIO providers niotest, on the sample filesystem and on the platform: some of its
 * tests fail everywhere, so none may fail here that the platform passes.
 */
class NiotestTest {
  private static final int BYTES = 64 << 20;
  private static final int TESTS_AT_LEAST = 600;
  private static final long LIMIT_MINUTES = 5;

  @TempDir Path folder;

  /** The suite wants a class without arguments for each filesystem. */
  public static class Platform extends AllTests {
    private static FSDescription description;

    public Platform() {
      super(description);
    }
  }

  /** As {@link Platform}. */
  public static class Sample extends AllTests {
    private static FSDescription description;

    public Sample() {
      super(description);
    }
  }

  @Test
  void nothingFailsThatThePlatformPasses() throws Exception {
    try (FileSystem fs = mount("niotest");
        FileSystem other = mount("other");
        FileSystem closable = mount("closable")) {
      Platform.description =
          build()
              .playground().set(Files.createDirectory(folder.resolve("play")))
              .otherProviderplayground().set(Files.createDirectory(other.getPath("/platform")))
              .closable().no()
              .done();
      Sample.description =
          build()
              .playground().set(Files.createDirectory(fs.getPath("/play")))
              .otherProviderplayground().set(Files.createDirectory(folder.resolve("sample")))
              .closable().playground(Files.createDirectory(closable.getPath("/play")))
              .secondFS().set(Files.createDirectory(other.getPath("/second")))
              .fsCreation().uri(made -> URI.create(made.toString())).env(Map.of()).next()
              .done();
      // side by side: the suite waits a lot
      CompletableFuture<Map<String, String>> platform =
          CompletableFuture.supplyAsync(() -> failures(Platform.class));
      Map<String, String> onSample = failures(Sample.class);
      onSample.keySet().removeAll(platform.get(LIMIT_MINUTES, TimeUnit.MINUTES).keySet());
      assertEquals(Map.of(), onSample);
    }
  }

  private static FileSystem mount(String name) throws Exception {
    return FileSystems.newFileSystem(
        URI.create("samplefs://" + name), Map.of("size", BYTES));
  }

  private static Map<String, String> failures(Class<?> suite) {
    Result result = new JUnitCore().run(suite);
    assertTrue(result.getRunCount() >= TESTS_AT_LEAST, result.getRunCount() + " tests");
    Map<String, String> failures = new TreeMap<>();
    for (Failure failure : result.getFailures()) {
      failures.put(failure.getDescription().getMethodName(), failure.getTrace());
    }
    System.out.println(
        "niotest on " + suite.getSimpleName() + ": " + result.getRunCount() + " tests, "
            + failures.size() + " failed");
    return failures;
  }
}

package dev.jlockdep.tests.filesystems;

import com.carrotsearch.randomizedtesting.annotations.ThreadLeakScope;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.NIOFSDirectory;
import org.apache.lucene.tests.store.BaseDirectoryTestCase;
import org.apache.lucene.tests.util.TestUtil;
import org.junit.AfterClass;
import org.junit.BeforeClass;

/** Lucene's own tests of what an index needs of a directory, on a path of the sample filesystem. */
// the filesystem has threads for as long as it is mounted
@ThreadLeakScope(ThreadLeakScope.Scope.NONE)
public class LuceneDirectoryTest extends BaseDirectoryTestCase {
  private static final int DEVICE_BYTES = 256 << 20;
  private static FileSystem fs;

  @BeforeClass
  public static void mount() throws IOException {
    fs =
        FileSystems.newFileSystem(
            URI.create("samplefs://lucene"), Map.of("size", DEVICE_BYTES));
  }

  @AfterClass
  public static void unmount() throws IOException {
    fs.close();
  }

  /** The test's own path, on the other filesystem. */
  @Override
  protected Directory getDirectory(Path path) throws IOException {
    Path ours = fs.getPath("/" + path.getFileName());
    return new NIOFSDirectory(TestUtil.hasVirusChecker(path) ? addVirusChecker(ours) : ours);
  }

  /** As the original, which takes its file away from the path of the platform. */
  @Override
  public void testFsyncDoesntCreateNewFiles() throws Exception {
    Path path = fs.getPath("/nocreate");
    try (Directory dir = new NIOFSDirectory(path)) {
      dir.createOutput("afile", newIOContext(random())).close();
      Files.delete(path.resolve("afile"));
      int names = dir.listAll().length;
      expectThrows(NoSuchFileException.class, () -> dir.sync(Set.of("afile")));
      assertEquals(names, dir.listAll().length);
    }
  }
}

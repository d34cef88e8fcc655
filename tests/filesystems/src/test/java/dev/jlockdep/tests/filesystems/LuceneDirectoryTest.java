package dev.jlockdep.tests.filesystems;

import com.carrotsearch.randomizedtesting.annotations.ThreadLeakScope;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Map;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.NIOFSDirectory;
import org.apache.lucene.tests.store.BaseDirectoryTestCase;
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
    return new NIOFSDirectory(fs.getPath("/" + path.getFileName()));
  }
}

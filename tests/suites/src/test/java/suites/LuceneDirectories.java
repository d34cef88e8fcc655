package suites;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.store.NIOFSDirectory;
import org.apache.lucene.store.NativeFSLockFactory;
import org.apache.lucene.store.NRTCachingDirectory;
import org.apache.lucene.store.SimpleFSLockFactory;
import org.apache.lucene.tests.store.BaseDirectoryTestCase;
import org.apache.lucene.tests.store.BaseLockFactoryTestCase;

/** Lucene's tests of a directory and of a lock factory, on those that it has. */
public final class LuceneDirectories {
  private LuceneDirectories() {}

  public static final class Channels extends BaseDirectoryTestCase {
    @Override
    protected Directory getDirectory(Path path) throws IOException {
      return new NIOFSDirectory(path);
    }
  }

  public static final class Mapped extends BaseDirectoryTestCase {
    @Override
    protected Directory getDirectory(Path path) throws IOException {
      return new MMapDirectory(path);
    }
  }

  public static final class Buffers extends BaseDirectoryTestCase {
    @Override
    protected Directory getDirectory(Path path) {
      return new ByteBuffersDirectory();
    }
  }

  public static final class Caching extends BaseDirectoryTestCase {
    @Override
    protected Directory getDirectory(Path path) throws IOException {
      return new NRTCachingDirectory(FSDirectory.open(path), 0.1, 2.0);
    }
  }

  public static final class NativeLocks extends BaseLockFactoryTestCase {
    @Override
    protected Directory getDirectory(Path path) throws IOException {
      return newFSDirectory(path, NativeFSLockFactory.INSTANCE);
    }
  }

  public static final class SimpleLocks extends BaseLockFactoryTestCase {
    @Override
    protected Directory getDirectory(Path path) throws IOException {
      return newFSDirectory(path, SimpleFSLockFactory.INSTANCE);
    }
  }
}

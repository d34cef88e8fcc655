package dev.jlockdep.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

class RuntimeCopyTest {
  /** Code that the bootstrap loader takes from it runs in the program's name. */
  @Test
  void onlyItsOwnerMayWriteToIt() throws IOException {
    Path one = RuntimeCopy.emptyFile();
    Path other = RuntimeCopy.emptyFile();
    try {
      assertNotEquals(one, other);
      assertEquals(0, Files.size(one));
      assertEquals(
          Path.of(System.getProperty("java.io.tmpdir")), one.getParent(), "folder of the copy");
      if (one.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        assertEquals(
            "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(one)));
      }
    } finally {
      Files.delete(one);
      Files.delete(other);
    }
  }
}

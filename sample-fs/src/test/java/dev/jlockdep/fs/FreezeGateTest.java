package dev.jlockdep.fs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** FreezeGate: a freeze waits for those inside and keeps the others out until the thaw. */
@Timeout(60)
class FreezeGateTest {
  private final FreezeGate gate = new FreezeGate("test_writers", null);

  @Test
  void freezeWaitsForThoseInside() throws Exception {
    gate.enter();
    Threads.Started freezer = Threads.start("freezer", gate::freeze);
    freezer.stuckIn(FreezeGate.class);
    assertFalse(gate.isFrozen());
    assertFalse(gate.tryEnter(), "nobody may enter while a freeze is on its way");
    gate.leave();
    freezer.ended();
    assertTrue(gate.isFrozen());
  }

  @Test
  void frozenGateKeepsWritersOutUntilAnotherThreadThaws() throws Exception {
    Threads.start("freezer", gate::freeze).ended();
    assertFalse(gate.tryEnter());
    assertNull(gate.tryEnterFor("completer"));
    Threads.Started writer = Threads.start("writer", () -> {
          gate.enter();
          gate.leave();
        });
    writer.stuckIn(FreezeGate.class);
    gate.thaw();
    writer.ended();
    assertEquals(0, gate.inside());
  }

  @Test
  void passMayBeLeftByAnotherThread() throws Exception {
    FreezeGate.Pass pass = gate.tryEnterFor("completer");
    assertEquals(1, gate.inside());
    Threads.Started freezer = Threads.start("freezer", gate::freeze);
    freezer.stuckIn(FreezeGate.class);
    Threads.start("completer", pass::leave).ended();
    freezer.ended();
    assertTrue(gate.isFrozen());
  }

  @Test
  void frozenFilesystemStillReadsAndItsWritersWait() throws Exception {
    try (BlockDevice device = BlockDevice.inMemory(1 << 20)) {
      SampleFs.mkfs(device);
      try (SampleFs fs = SampleFs.mount(device)) {
        Inode inode = fs.create("f");
        Vfs.writeDirect(fs, inode, 0, ByteBuffer.allocate(4096));
        fs.freeze();
        assertEquals(4096, Vfs.readDirect(fs, inode, 0, ByteBuffer.allocate(4096)));
        Threads.Started writer =
            Threads.start("writer", () -> Vfs.fallocate(fs, inode, 0, 8192));
        writer.stuckIn(FreezeGate.class);
        assertEquals(4096, inode.size());
        fs.thaw();
        writer.ended();
        assertEquals(8192, inode.size());
      }
    }
  }
}

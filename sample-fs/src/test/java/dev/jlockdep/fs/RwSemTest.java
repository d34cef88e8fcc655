package dev.jlockdep.fs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** RwSem: who may be inside together, who goes first, and what a failed wait leaves behind. */
@Timeout(60)
class RwSemTest {
  private final RwSem sem = new RwSem("test_sem", null);

  @Test
  void readersShareAndKeepAWriterOut() throws Exception {
    sem.lockRead();
    Threads.start("reader", () -> {
          sem.lockRead();
          sem.unlockRead();
        })
        .ended();
    assertFalse(sem.tryLockWrite());
    sem.unlockRead();
    assertTrue(sem.tryLockWrite());
    sem.unlockWrite();
    assertEquals(0, sem.readers());
  }

  @Test
  void writerExcludesReadersAndWriters() throws Exception {
    sem.lockWrite();
    assertTrue(sem.isWriteLockedByMe());
    Threads.start("other", () -> {
          assertFalse(sem.tryLockRead());
          assertFalse(sem.tryLockWrite());
          assertFalse(sem.isWriteLockedByMe());
        })
        .ended();
    sem.unlockWrite();
    assertFalse(sem.isWriteLocked());
  }

  @Test
  void readerBehindAQueuedWriterWaits() throws Exception {
    sem.lockRead();
    Threads.Started writer = Threads.start("writer", () -> {
          sem.lockWrite();
          sem.unlockWrite();
        });
    Threads.until("writer queued", sem::hasWaiters);
    assertFalse(sem.tryLockRead(), "a trylock must not overtake the queued writer");
    Threads.Started reader = Threads.start("reader", () -> {
          sem.lockRead();
          sem.unlockRead();
        });
    reader.stuckIn(RwSem.class);
    sem.unlockRead();
    writer.ended();
    reader.ended();
  }

  @Test
  void secondReadOfOneThreadBehindAQueuedWriterHangs() throws Exception {
    CountDownLatch writerQueued = new CountDownLatch(1);
    Threads.Started reader = Threads.start("reader", () -> {
          sem.lockRead();
          writerQueued.await();
          assertThrows(InterruptedException.class, sem::lockReadInterruptibly);
          sem.unlockRead();
        });
    Threads.until("reader inside", () -> sem.readers() == 1);
    Threads.Started writer = Threads.start("writer", () -> {
          sem.lockWrite();
          sem.unlockWrite();
        });
    Threads.until("writer queued", sem::hasWaiters);
    writerQueued.countDown();
    reader.stuckIn(RwSem.class);
    writer.stuckIn(RwSem.class);
    reader.thread().interrupt();
    reader.ended();
    writer.ended();
  }

  @Test
  void secondWriteOfOneThreadIsNotGranted() throws Exception {
    sem.lockWrite();
    assertFalse(sem.tryLockWrite());
    assertFalse(sem.tryLockWrite(1, TimeUnit.MILLISECONDS));
    sem.unlockWrite();
  }

  @Test
  void downgradeLetsQueuedReadersIn() throws Exception {
    sem.lockWrite();
    CountDownLatch leave = new CountDownLatch(1);
    Threads.Started reader = Threads.start("reader", () -> {
          sem.lockRead();
          leave.await();
          sem.unlockRead();
        });
    Threads.until("reader queued", sem::hasWaiters);
    sem.downgrade();
    Threads.until("both inside", () -> sem.readers() == 2);
    assertFalse(sem.tryLockWrite());
    assertFalse(sem.isWriteLockedByMe());
    leave.countDown();
    reader.ended();
    sem.unlockRead();
    assertEquals(0, sem.readers());
  }

  @Test
  void interruptedWriterLeavesTheLockUsable() throws Exception {
    sem.lockRead();
    Threads.Started writer =
        Threads.start(
            "writer",
            () -> assertThrows(InterruptedException.class, sem::lockWriteInterruptibly));
    Threads.until("writer queued", sem::hasWaiters);
    writer.thread().interrupt();
    writer.ended();
    assertTrue(sem.tryLockRead());
    sem.unlockRead();
    sem.unlockRead();
    assertTrue(sem.tryLockWrite(1, TimeUnit.SECONDS));
    sem.unlockWrite();
  }

  @Test
  void onlyTheWriterUnlocks() throws Exception {
    sem.lockWrite();
    Threads.start("stranger", () -> {
          assertThrows(IllegalMonitorStateException.class, sem::unlockWrite);
          assertThrows(IllegalMonitorStateException.class, sem::downgrade);
        })
        .ended();
    assertTrue(sem.isWriteLockedByMe());
    sem.unlockWrite();
    assertThrows(IllegalMonitorStateException.class, sem::unlockWrite);
    assertThrows(IllegalMonitorStateException.class, sem::unlockRead);
  }

  @Test
  void writersCountCorrectlyUnderContention() throws Exception {
    int[] counter = new int[1];
    Threads.Body body =
        () -> {
          for (int i = 0; i < 20_000; i++) {
            sem.lockWrite();
            counter[0]++;
            sem.downgrade();
            sem.unlockRead();
          }
        };
    Threads.Started a = Threads.start("a", body);
    Threads.Started b = Threads.start("b", body);
    a.ended();
    b.ended();
    assertEquals(40_000, counter[0]);
  }
}

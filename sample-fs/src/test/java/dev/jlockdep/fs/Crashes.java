package dev.jlockdep.fs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Power failures at every moment of a recorded run: before each request the device is made up as a
 * crash would have left it, and at each such moment also with some of the blocks since the last flush
 * missing.
 */
final class Crashes {
  private static final int REORDERINGS = 3;
  private static final int BLOCK = BlockDevice.BLOCK_BYTES;

  /** Looks at what a crash has left. */
  interface Check {
    /** @param safe the last mark that came before the crash, 0 for none */
    void check(byte[] image, int safe, String where) throws IOException;
  }

  private Crashes() {}

  /**
   * Checks all of them; how many there were.
   *
   * @param start what was on the device before the first event
   */
  static int everywhere(
      byte[] start, List<RecordingStorage.Event> events, Random random, Check check)
      throws IOException {
    byte[] flushed = start.clone();
    List<RecordingStorage.Event> pending = new ArrayList<>();
    int safe = 0;
    int crashes = 0;
    for (int i = 0; i < events.size(); i++) {
      RecordingStorage.Event event = events.get(i);
      if (event.mark() >= 0) {
        safe = event.mark();
        continue;
      }
      for (int variant = 0; variant <= REORDERINGS; variant++) {
        byte[] left = flushed.clone();
        for (RecordingStorage.Event write : variant == 0 ? pending : some(pending, random)) {
          System.arraycopy(write.bytes(), 0, left, (int) write.position(), write.bytes().length);
        }
        check.check(left, safe, "crash before request " + i + ", variant " + variant);
        crashes++;
        if (pending.isEmpty()) {
          break;
        }
      }
      if (event.isFlush()) {
        pending.forEach(
            w -> System.arraycopy(w.bytes(), 0, flushed, (int) w.position(), w.bytes().length));
        pending.clear();
      } else {
        pending.add(event);
      }
    }
    return crashes;
  }

  /** A device may have done any of the unflushed writes, block by block, in any order. */
  private static List<RecordingStorage.Event> some(
      List<RecordingStorage.Event> pending, Random random) {
    List<RecordingStorage.Event> chosen = new ArrayList<>();
    for (RecordingStorage.Event write : pending) {
      for (int at = 0; at < write.bytes().length; at += BLOCK) {
        if (random.nextBoolean()) {
          chosen.add(
              new RecordingStorage.Event(
                  write.position() + at,
                  Arrays.copyOfRange(write.bytes(), at, at + BLOCK), -1));
        }
      }
    }
    // writes of one block keep their order: a device does not swap these
    return chosen;
  }
}

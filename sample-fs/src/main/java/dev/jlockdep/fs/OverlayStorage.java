package dev.jlockdep.fs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** Another device's bytes; what is written stays here. In whole blocks. For its device thread. */
final class OverlayStorage implements Storage {
  private final BlockDevice under;
  private final Map<Long, byte[]> written = new HashMap<>();

  OverlayStorage(BlockDevice under) {
    this.under = under;
  }

  @Override
  public long size() {
    return under.sizeBytes();
  }

  @Override
  public void read(long position, ByteBuffer into) throws IOException {
    int start = into.position();
    int length = into.remaining();
    under.transfer(Bio.Op.READ, position, into);
    for (int done = 0; done < length; done += MetaBlock.BYTES) {
      byte[] block = written.get((position + done) / MetaBlock.BYTES);
      if (block != null) {
        into.put(start + done, block);
      }
    }
    into.position(start + length);
  }

  @Override
  public void write(long position, ByteBuffer from) {
    for (long at = position / MetaBlock.BYTES; from.hasRemaining(); at++) {
      byte[] block = new byte[MetaBlock.BYTES];
      from.get(block);
      written.put(at, block);
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}

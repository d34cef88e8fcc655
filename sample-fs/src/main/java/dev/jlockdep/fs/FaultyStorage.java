package dev.jlockdep.fs;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Asks before every transfer whether it shall fail; whoever is asked may also take its time. */
final class FaultyStorage implements Storage {
  /** Called on the device thread. */
  interface Rule {
    /** Throws when the transfer shall fail. */
    void before(Bio.Op op, long position) throws IOException;
  }

  private final Storage under;
  private volatile Rule rule = (op, position) -> {};

  FaultyStorage(Storage under) {
    this.under = under;
  }

  /** From the next transfer on. */
  void rule(Rule next) {
    rule = next;
  }

  @Override
  public long size() throws IOException {
    return under.size();
  }

  @Override
  public void read(long position, ByteBuffer into) throws IOException {
    rule.before(Bio.Op.READ, position);
    under.read(position, into);
  }

  @Override
  public void write(long position, ByteBuffer from) throws IOException {
    rule.before(Bio.Op.WRITE, position);
    under.write(position, from);
  }

  @Override
  public void flush() throws IOException {
    rule.before(Bio.Op.FLUSH, 0);
    under.flush();
  }

  @Override
  public void close() throws IOException {
    under.close();
  }
}

package dev.jlockdep.fs;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Asks before every transfer whether it shall fail; whoever is asked may also take its time. */
final class FaultyStorage implements Storage {
  /** Called on the device thread. */
  interface Rule {
    /** Throws when the transfer shall fail; {@link ShortWrite} after a part of it. */
    void before(Bio.Op op, long position) throws IOException;
  }

  /** A rule that knows metadata from data. Called on the device thread. */
  interface DataRule {
    /** @param metadata whether the transfer begins with a block of metadata */
    void before(Bio.Op op, long position, boolean metadata) throws IOException;
  }

  /** A write that fails when some of its bytes are on the medium. */
  static final class ShortWrite extends IOException {
    private static final long serialVersionUID = 1L;
    private final int bytes;

    ShortWrite(String message, int bytes) {
      super(message);
      this.bytes = bytes;
    }
  }

  private final Storage under;
  private volatile DataRule rule;

  FaultyStorage(Storage under) {
    this(under, (op, position, metadata) -> {});
  }

  FaultyStorage(Storage under, DataRule rule) {
    this.under = under;
    this.rule = rule;
  }

  /** From the next transfer on. */
  void rule(Rule next) {
    rule = (op, position, metadata) -> next.before(op, position);
  }

  @Override
  public long size() throws IOException {
    return under.size();
  }

  @Override
  public void read(long position, ByteBuffer into) throws IOException {
    ByteBuffer found = into.duplicate();
    under.read(position, into);
    rule.before(Bio.Op.READ, position, MetaBlock.hasMagic(found));
  }

  @Override
  public void write(long position, ByteBuffer from) throws IOException {
    try {
      rule.before(Bio.Op.WRITE, position, MetaBlock.hasMagic(from));
    } catch (ShortWrite e) {
      under.write(
          position, from.duplicate().limit(from.position() + Math.min(e.bytes, from.remaining())));
      throw e;
    }
    under.write(position, from);
  }

  @Override
  public void flush() throws IOException {
    rule.before(Bio.Op.FLUSH, 0, false);
    under.flush();
  }

  @Override
  public void close() throws IOException {
    under.close();
  }
}

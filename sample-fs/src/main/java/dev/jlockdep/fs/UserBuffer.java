package dev.jlockdep.fs;

import dev.jlockdep.Lockdep;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Memory of a user that a call reads from or fills (an iov_iter). Any access may have to fault a page
 * in, which runs filesystem code; whether or not it does, jlockdep is told that it might.
 */
public abstract class UserBuffer {
  private UserBuffer() {}

  /** An array of the program: always there. */
  public static UserBuffer heap(byte[] bytes) {
    return new Heap(bytes, bytes.length);
  }

  /** An array of which only the first bytes may be touched: the rest is not the program's. */
  public static UserBuffer cutOff(byte[] bytes, int valid) {
    return new Heap(bytes, valid);
  }

  /** As {@link #mapped}; beyond the first bytes nothing is mapped. */
  public static UserBuffer mappedCutOff(MappedRegion region, int length, int valid) {
    return new Mapped(region, 0, length, valid);
  }

  /** What remains of a buffer of the program, heap or direct; its position stays. */
  public static UserBuffer of(ByteBuffer buffer) {
    return new Memory(buffer.slice());
  }

  /** Several of them, one after the other. */
  public static UserBuffer vector(List<UserBuffer> parts) {
    return new Vector(List.copyOf(parts));
  }

  /** A part of a mapped file. Offset and length in whole blocks. */
  public static UserBuffer mapped(MappedRegion region, int offset, int length) {
    if (offset % Folio.BYTES != 0 || length % Folio.BYTES != 0
        || offset < 0 || offset + length > region.lengthBytes()) {
      throw new IllegalArgumentException(
          length + " bytes at " + offset + ": must be whole blocks inside the mapping");
    }
    return new Mapped(region, offset, length, length);
  }

  public abstract int length();

  /** Fills it from {@code from}; the bytes copied, fewer when a page could not be had. */
  final int copyTo(int at, ByteBuffer from) throws IOException {
    return copy(at, from, true);
  }

  /** Reads from it into {@code into}; the bytes copied. */
  final int copyFrom(int at, ByteBuffer into) throws IOException {
    return copy(at, into, false);
  }

  private int copy(int at, ByteBuffer other, boolean fill) throws IOException {
    mightFault();
    int done = 0;
    while (other.hasRemaining()) {
      ByteBuffer part = part(at + done, other.remaining(), fill, false);
      if (part == null) {
        break;
      }
      int n = part.remaining();
      if (fill) {
        part.put(other.slice(other.position(), n));
      } else {
        other.slice(other.position(), n).put(part);
      }
      other.position(other.position() + n);
      done += n;
    }
    return done;
  }

  /** Zeroes a part; the bytes zeroed. Knows nothing of nofault, as iov_iter_zero. */
  final int zero(int at, int length) throws IOException {
    return copyTo(at, ByteBuffer.allocate(length));
  }

  /**
   * The memory itself, for a device to transfer; shorter than wanted where a page is not there and may
   * not be faulted in.
   */
  final List<ByteBuffer> pin(int at, int length, boolean fill, boolean nofault)
      throws IOException {
    if (!nofault) {
      mightFault();
    }
    List<ByteBuffer> parts = new ArrayList<>();
    int done = 0;
    while (done < length) {
      ByteBuffer part = part(at + done, length - done, fill, nofault);
      if (part == null) {
        break;
      }
      parts.add(part);
      done += part.remaining();
    }
    return parts;
  }

  /** Makes a part present; the number of bytes that could not be (fault_in_iov_iter_*). */
  final int faultIn(int at, int length, boolean fill) throws IOException {
    mightFault();
    int done = 0;
    while (done < length) {
      ByteBuffer part = part(at + done, length - done, fill, false);
      if (part == null) {
        break;
      }
      done += part.remaining();
    }
    return length - done;
  }

  /** As {@link #faultIn}, all or nothing; which of the two it does not say. */
  final void faultInWhole(int at, int length) throws IOException {
    mightFault();
    if (part(at + length - 1, 1, false, false) != null) {
      faultIn(at, length, false);
    }
  }

  private static void mightFault() {
    if (!Task.current().faultsDisabled()) {
      Lockdep.mightFault();
    }
  }

  /** The memory at an offset up to the end of its page or {@code length}; null when not there. */
  abstract ByteBuffer part(int at, int length, boolean fill, boolean nofault) throws IOException;

  private static final class Memory extends UserBuffer {
    private final ByteBuffer memory;

    Memory(ByteBuffer memory) {
      this.memory = memory;
    }

    @Override
    public int length() {
      return memory.capacity();
    }

    @Override
    ByteBuffer part(int at, int length, boolean fill, boolean nofault) {
      return memory.slice(at, length);
    }
  }

  private static final class Vector extends UserBuffer {
    private final List<UserBuffer> parts;
    private final int length;

    Vector(List<UserBuffer> parts) {
      this.parts = parts;
      this.length = parts.stream().mapToInt(UserBuffer::length).reduce(0, Math::addExact);
    }

    @Override
    public int length() {
      return length;
    }

    @Override
    ByteBuffer part(int at, int length, boolean fill, boolean nofault) throws IOException {
      int before = 0;
      for (UserBuffer part : parts) {
        int inPart = at - before;
        if (inPart < part.length()) {
          return part.part(inPart, Math.min(length, part.length() - inPart), fill, nofault);
        }
        before += part.length();
      }
      throw new IllegalArgumentException("byte " + at + " of " + this.length);
    }
  }

  private static final class Heap extends UserBuffer {
    private final byte[] bytes;
    private final int valid;

    Heap(byte[] bytes, int valid) {
      this.bytes = bytes;
      this.valid = valid;
    }

    @Override
    public int length() {
      return bytes.length;
    }

    @Override
    ByteBuffer part(int at, int length, boolean fill, boolean nofault) {
      return at < valid ? ByteBuffer.wrap(bytes, at, Math.min(length, valid - at)).slice() : null;
    }
  }

  private static final class Mapped extends UserBuffer {
    private final MappedRegion region;
    private final int offset;
    private final int length;
    private final int valid;

    Mapped(MappedRegion region, int offset, int length, int valid) {
      this.region = region;
      this.offset = offset;
      this.length = length;
      this.valid = valid;
    }

    @Override
    public int length() {
      return length;
    }

    @Override
    ByteBuffer part(int at, int length, boolean fill, boolean nofault) throws IOException {
      if (at >= valid) {
        return null;
      }
      int position = offset + at;
      int page = position / Folio.BYTES;
      MappedPage shown = nofault ? region.peek(page, fill) : region.access(page, fill);
      if (shown == null) {
        return null;
      }
      int inPage = position % Folio.BYTES;
      return shown.bytes().slice(inPage, Math.min(length, Folio.BYTES - inPage));
    }
  }
}

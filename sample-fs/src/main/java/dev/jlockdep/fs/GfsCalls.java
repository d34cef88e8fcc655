package dev.jlockdep.fs;

import dev.jlockdep.Lockdep;
import dev.jlockdep.api.AcquireMode;
import dev.jlockdep.api.Retry;
import dev.jlockdep.api.Scope;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A buffered call of the cluster personality, after gfs2: the file's glock is held over the copy, and a
 * page fault needs a glock, maybe the same. So the copy runs with page faults disabled. When it comes
 * out short the glock is let go, the user's pages are faulted in, and the rest is tried again.
 *
 * <p>Source: the series "gfs2: Fix mmap + page fault deadlocks", 2021.
 */
final class GfsCalls {
  /** The position of an append: where the file ends once its glock is held. */
  private static final long AT_END = -1;
  /** Tries that get nowhere before the user's bytes are taken another way. */
  private static final int FRUITLESS_MAX = 1;
  private final SampleFs fs;
  private final Inode inode;
  private final Glock glock;
  /** Where the bytes of a write go. */
  private long target;
  private boolean appends;

  GfsCalls(SampleFs fs, Inode inode) {
    this.fs = fs;
    this.inode = inode;
    this.glock = inode.glock();
  }

  /** Fills the buffer from {@code from} on; the bytes in it then, -1 at the end of the file. */
  int read(long position, UserBuffer buffer, int from) throws IOException {
    int done = from;
    int fruitless = 0;
    while (done < buffer.length()) {
      Glock.Holder holder = glock.acquire(Glock.Mode.SHARED);
      if (fs.has(Fault.GFS_HOLDER_IN_INODE)) {
        inode.holder(holder);
      }
      int before = done;
      try {
        fs.gates().reach(Gates.GFS_LOCKED);
        // another mount may have changed it
        int wanted = (int) Math.min(buffer.length(), inode.size() - position);
        if (wanted <= done) {
          return wanted <= 0 ? -1 : done;
        }
        done = fill(position, buffer, done, wanted);
      } finally {
        glock.release(fs.has(Fault.GFS_HOLDER_IN_INODE) ? inode.holder() : holder);
      }
      fruitless = done > before ? 0 : fruitless + 1;
      if (fruitless > FRUITLESS_MAX) {
        done += given(position + done, buffer, done);
      }
      if (done == before && buffer.faultIn(done, 1, true) > 0) {
        break;
      }
    }
    return done;
  }

  /** As {@link #taken} for a read: through memory that stays, and on to the user without the glock. */
  private int given(long at, UserBuffer buffer, int done) throws IOException {
    byte[] page = new byte[Math.min(Folio.BYTES, buffer.length() - done)];
    int n = read(at, UserBuffer.heap(page), 0);
    return n <= 0 ? 0 : buffer.copyTo(done, ByteBuffer.wrap(page, 0, n));
  }

  private int fill(long position, UserBuffer buffer, int from, int wanted) throws IOException {
    if (fs.has(Fault.GFS_READ_FAULTS_UNDER_GLOCK)) {
      return BufferedCalls.fill(fs, inode, position, buffer, from, wanted);
    }
    try (Scope atomic = Task.current().disableFaults()) {
      return BufferedCalls.fillAsFar(fs, inode, position, buffer, from, wanted);
    }
  }

  /** Under i_rwsem. Writes the buffer where the file ends; where that is. */
  long append(UserBuffer buffer) throws IOException {
    write(AT_END, buffer, 0);
    return target;
  }

  /** Under i_rwsem. Writes the buffer at the position; the bytes written in all. */
  int write(long at, UserBuffer buffer, int from) throws IOException {
    int done = from;
    int fruitless = 0;
    appends = at == AT_END;
    Glock.Holder holder = glock.acquire(Glock.Mode.EXCLUSIVE);
    target = appends ? inode.size() : at;
    try (Retry retry = Lockdep.retry("gfs write")) {
      fs.gates().reach(Gates.GFS_LOCKED);
      while (done < buffer.length()) {
        retry.attempt(buffer.length() - done);
        fs.gates().reach(Gates.DIO_RETRY);
        Lockdep.requires("use of a file's state", glock, AcquireMode.READ);
        int before = done;
        done = copy(target, buffer, done);
        fruitless = done > before ? 0 : fruitless + 1;
        if (done > before) {
          continue;
        }
        boolean some;
        if (fruitless > FRUITLESS_MAX && !fs.has(Fault.GFS_PARTIAL_FAULT_IN_IS_FAILURE)) {
          retry.fellBack();
          letGo(holder);
          ByteBuffer taken = taken(buffer, done);
          holder = lockAgain(done);
          some = taken.hasRemaining();
          done +=
              BufferedCalls.writeAsFar(fs, inode, target + done, UserBuffer.of(taken), 0);
        } else if (fs.has(Fault.GFS_AUTO_DEMOTE)) {
          some = faultInDemotable(buffer, done, holder);
          if (!holder.queued() && !fs.has(Fault.GFS_USE_DEMOTED_HOLDER)) {
            holder = lockAgain(done);
          }
        } else {
          glock.release(holder);
          some = faultIn(buffer, done);
          holder = lockAgain(done);
        }
        if (!some) {
          break;
        }
      }
      if (holder.queued()) {
        inode.touchModified();
      }
      account(done);
    } finally {
      letGo(holder);
    }
    return done;
  }

  /** The file may be another than it was; with nothing written yet an append goes to its end. */
  private Glock.Holder lockAgain(int done) {
    Glock.Holder holder = glock.acquire(Glock.Mode.EXCLUSIVE);
    target = appends && done == 0 ? inode.size() : target;
    return holder;
  }

  private void letGo(Glock.Holder holder) {
    if (holder.queued()) {
      glock.release(holder);
    }
  }

  /**
   * A page of the user's bytes in memory that stays. Without the glock: the pages are of a file that
   * another mount takes away as often as they are faulted in.
   */
  private static ByteBuffer taken(UserBuffer buffer, int from) throws IOException {
    ByteBuffer taken = ByteBuffer.allocate(Math.min(Folio.BYTES, buffer.length() - from));
    buffer.copyFrom(from, taken);
    return taken.flip();
  }

  private int copy(long position, UserBuffer buffer, int from) throws IOException {
    if (fs.has(Fault.GFS_WRITE_FAULTS_UNDER_GLOCK)) {
      return BufferedCalls.write(fs, inode, position, buffer, from);
    }
    return BufferedCalls.writeAsFar(fs, inode, position, buffer, from);
  }

  private boolean faultIn(UserBuffer buffer, int done) throws IOException {
    int left = buffer.length() - done;
    if (fs.has(Fault.GFS_PARTIAL_FAULT_IN_IS_FAILURE)) {
      // whether it could be done is not told by such a call, so the copy is to find out
      buffer.faultInWhole(done, left);
      return true;
    }
    return buffer.faultIn(done, left, false) < left;
  }

  /** The glock is kept unless somebody wants it meanwhile, which may be the page fault itself. */
  private boolean faultInDemotable(UserBuffer buffer, int done, Glock.Holder holder)
      throws IOException {
    try (Scope demotable = glock.allowDemote(holder)) {
      boolean some = faultIn(buffer, done);
      fs.gates().reach(Gates.GFS_FAULTED_IN);
      return some;
    }
  }

  /** The cluster's count of bytes written, under a glock of another type. */
  private void account(int bytes) {
    Glock statfs = fs.cluster().statfs();
    Glock.Holder holder = statfs.acquire(Glock.Mode.EXCLUSIVE);
    try {
      fs.cluster().wrote(bytes);
    } finally {
      statfs.release(holder);
    }
  }
}

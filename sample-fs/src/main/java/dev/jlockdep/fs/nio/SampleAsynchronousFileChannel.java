package dev.jlockdep.fs.nio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.CompletionHandler;
import java.nio.channels.FileLock;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/** A channel whose calls run on an executor. */
final class SampleAsynchronousFileChannel extends AsynchronousFileChannel {
  private final OpenFile file;
  private final ExecutorService executor;
  private final AtomicBoolean closed = new AtomicBoolean();

  SampleAsynchronousFileChannel(OpenFile file, ExecutorService executor) {
    this.file = file;
    this.executor = executor;
  }

  private <V> Future<V> start(Callable<V> call) {
    CompletableFuture<V> result = new CompletableFuture<>();
    if (closed.get()) {
      result.completeExceptionally(new ClosedChannelException());
      return result;
    }
    executor.execute(
        () -> {
          try {
            result.complete(whileOpen(call));
          } catch (Throwable e) {
            result.completeExceptionally(e);
          }
        });
    return result;
  }

  private <V, A> void start(
      Callable<V> call, A attachment, CompletionHandler<V, ? super A> handler) {
    Objects.requireNonNull(handler, "handler");
    executor.execute(
        () -> {
          V result;
          try {
            if (closed.get()) {
              throw new ClosedChannelException();
            }
            result = whileOpen(call);
          } catch (Throwable e) {
            handler.failed(e, attachment);
            return;
          }
          handler.completed(result, attachment);
        });
  }

  private <V> V whileOpen(Callable<V> call) throws Exception {
    if (closed.get()) {
      throw new AsynchronousCloseException();
    }
    return call.call();
  }

  private Callable<Integer> reading(ByteBuffer into, long position) {
    OpenFile.checkPosition(position);
    OpenFile.checkFillable(into);
    file.requireReadable();
    return () -> file.read(position, into);
  }

  private Callable<Integer> writing(ByteBuffer from, long position) {
    OpenFile.checkPosition(position);
    Objects.requireNonNull(from);
    file.requireWritable();
    return () -> file.write(position, from);
  }

  private Callable<FileLock> locking(long position, long size, boolean shared) {
    SampleFileLock lock = new SampleFileLock(this, file, position, size, shared);
    if (closed.get()) {
      return () -> {
        throw new ClosedChannelException();
      };
    }
    file.locked(lock);
    return () -> lock;
  }

  @Override
  public Future<Integer> read(ByteBuffer into, long position) {
    return start(reading(into, position));
  }

  @Override
  public <A> void read(
      ByteBuffer into, long position, A attachment,
      CompletionHandler<Integer, ? super A> handler) {
    start(reading(into, position), attachment, handler);
  }

  @Override
  public Future<Integer> write(ByteBuffer from, long position) {
    return start(writing(from, position));
  }

  @Override
  public <A> void write(
      ByteBuffer from, long position, A attachment,
      CompletionHandler<Integer, ? super A> handler) {
    start(writing(from, position), attachment, handler);
  }

  @Override
  public Future<FileLock> lock(long position, long size, boolean shared) {
    return start(locking(position, size, shared));
  }

  @Override
  public <A> void lock(
      long position, long size, boolean shared, A attachment,
      CompletionHandler<FileLock, ? super A> handler) {
    start(locking(position, size, shared), attachment, handler);
  }

  @Override
  public FileLock tryLock(long position, long size, boolean shared) throws IOException {
    requireOpen();
    return file.locked(new SampleFileLock(this, file, position, size, shared));
  }

  private void requireOpen() throws ClosedChannelException {
    if (closed.get()) {
      throw new ClosedChannelException();
    }
  }

  @Override
  public long size() throws IOException {
    requireOpen();
    return file.size();
  }

  @Override
  public AsynchronousFileChannel truncate(long size) throws IOException {
    requireOpen();
    if (size < 0) {
      throw new IllegalArgumentException("negative size " + size);
    }
    file.requireWritable();
    file.truncate(size);
    return this;
  }

  @Override
  public void force(boolean metaData) throws IOException {
    requireOpen();
    file.force();
  }

  @Override
  public boolean isOpen() {
    return !closed.get();
  }

  @Override
  public void close() throws IOException {
    if (closed.compareAndSet(false, true)) {
      file.fs().closed(this);
      file.close(this);
    }
  }
}

package dev.jlockdep.tests.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Drains one stream of a child process, so that it never blocks on a full pipe. */
final class OutputReader implements Runnable {
  private final InputStream stream;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private boolean ended;
  private Thread thread;

  private OutputReader(InputStream stream) {
    this.stream = stream;
  }

  static OutputReader start(InputStream stream, String name) {
    OutputReader reader = new OutputReader(stream);
    reader.thread = new Thread(reader, name);
    reader.thread.setDaemon(true);
    reader.thread.start();
    return reader;
  }

  @Override
  public void run() {
    byte[] chunk = new byte[8192];
    try {
      for (int n = stream.read(chunk); n >= 0; n = stream.read(chunk)) {
        append(chunk, n);
      }
    } catch (IOException closed) {
      // the process was killed: what came so far is its output
    } finally {
      end();
    }
  }

  private synchronized void append(byte[] chunk, int length) {
    bytes.write(chunk, 0, length);
    notifyAll();
  }

  private synchronized void end() {
    ended = true;
    notifyAll();
  }

  synchronized String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  synchronized boolean await(String wanted, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    try {
      while (!text().contains(wanted)) {
        long left = deadline - System.nanoTime();
        if (ended || left <= 0) {
          return false;
        }
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Waits for the end of the stream, which a grandchild may hold open: not for ever. */
  void join() {
    try {
      thread.join(TimeUnit.SECONDS.toMillis(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

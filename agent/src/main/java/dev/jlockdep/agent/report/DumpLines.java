package dev.jlockdep.agent.report;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * The lines of a dump, one after the other, from a file, a file packed with gzip, or standard input
 * ({@code -}). Tells whether the last line was finished, and survives what is no text at all.
 */
public final class DumpLines implements Closeable {
  /** Standard input as a path. */
  public static final Path STDIN = Path.of("-");

  /** A longer line is no record of ours; it must not fill the memory. */
  private static final int LENGTH_MAX = 1 << 24;

  private final Reader in;
  private final char[] buffer = new char[1 << 16];
  private final StringBuilder line = new StringBuilder(1024);
  private int at;
  private int end;
  private int number;
  private boolean finished = true;

  private DumpLines(InputStream in) {
    this.in = new InputStreamReader(in, StandardCharsets.UTF_8);
  }

  /** Opens the file. */
  public static DumpLines open(Path file) throws IOException {
    InputStream raw = file.equals(STDIN) ? System.in : Files.newInputStream(file);
    BufferedInputStream in = new BufferedInputStream(raw, 1 << 16);
    in.mark(2);
    boolean packed = in.read() == 0x1f && in.read() == 0x8b;
    in.reset();
    return new DumpLines(packed ? new GZIPInputStream(in, 1 << 16) : in);
  }

  /** The next line without its end, or null after the last one. */
  public String next() throws IOException {
    line.setLength(0);
    boolean any = false;
    finished = false;
    while (at < end || fill()) {
      any = true;
      int start = at;
      while (at < end && buffer[at] != '\n') {
        at++;
      }
      if (line.length() <= LENGTH_MAX) {
        line.append(buffer, start, at - start);
      }
      if (at < end) {
        at++;
        finished = true;
        break;
      }
    }
    if (!any) {
      finished = true;
      return null;
    }
    number++;
    int length = line.length();
    if (length > LENGTH_MAX) {
      return "(a line of more than " + LENGTH_MAX + " characters)";
    }
    return line.substring(0, length > 0 && line.charAt(length - 1) == '\r' ? length - 1 : length);
  }

  private boolean fill() throws IOException {
    int read = in.read(buffer, 0, buffer.length);
    at = 0;
    end = Math.max(0, read);
    return read > 0;
  }

  /** Whether the line last returned had its end: a killed JVM leaves one without. */
  public boolean finished() {
    return finished;
  }

  /** Number of the line last returned, from 1. */
  public int number() {
    return number;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}

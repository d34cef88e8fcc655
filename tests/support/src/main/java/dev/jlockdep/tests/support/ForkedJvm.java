package dev.jlockdep.tests.support;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A JVM to be launched: JDK, arguments, class path, main type. {@link #run} waits for its end;
 * {@link #start} gives a handle for programs that are meant to hang. Either way the process is killed
 * when its time is up, so no child outlives its test.
 */
public final class ForkedJvm {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(120);

  private final Jdk jdk;
  private final List<String> jvmArguments = new ArrayList<>();
  private final List<String> launch = new ArrayList<>();
  private final List<String> programArguments = new ArrayList<>();
  private final Map<String, String> environment = new LinkedHashMap<>();
  private String classPath;
  private Path folder;
  private Duration timeout = DEFAULT_TIMEOUT;

  private ForkedJvm(Jdk jdk) {
    this.jdk = jdk;
  }

  public static ForkedJvm on(Jdk jdk) {
    return new ForkedJvm(jdk);
  }

  /** The JDK of that feature release, see {@link Jdks#find}. */
  public static ForkedJvm on(int feature) {
    return new ForkedJvm(Jdks.find(feature));
  }

  /** Puts the agent under test on the JVM. */
  public ForkedJvm agent(String options) {
    return jvm(AgentJar.argument(options));
  }

  public ForkedJvm jvm(String... arguments) {
    jvmArguments.addAll(List.of(arguments));
    return this;
  }

  public ForkedJvm property(String name, Object value) {
    return jvm("-D" + name + "=" + value);
  }

  public ForkedJvm classPath(Path... entries) {
    List<String> names = new ArrayList<>();
    for (Path entry : entries) {
      names.add(entry.toString());
    }
    classPath = String.join(File.pathSeparator, names);
    return this;
  }

  /** The class path of the calling JVM. */
  public ForkedJvm sameClassPath() {
    classPath = System.getProperty("java.class.path");
    return this;
  }

  public ForkedJvm main(String type, String... arguments) {
    launch.clear();
    launch.add(type);
    programArguments.addAll(List.of(arguments));
    return this;
  }

  public ForkedJvm main(Class<?> type, String... arguments) {
    return main(type.getName(), arguments);
  }

  public ForkedJvm jar(Path jar, String... arguments) {
    launch.clear();
    launch.add("-jar");
    launch.add(jar.toString());
    programArguments.addAll(List.of(arguments));
    return this;
  }

  public ForkedJvm environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  public ForkedJvm folder(Path workingFolder) {
    folder = workingFolder;
    return this;
  }

  /** How long the JVM may run before it is killed; 120 s unless told. */
  public ForkedJvm timeout(Duration limit) {
    timeout = limit;
    return this;
  }

  /** Runs the JVM to its end or to the timeout, which is seen by {@link Result#timedOut}. */
  public Result run() {
    try (Running running = start()) {
      return running.await();
    }
  }

  /** Starts the JVM; closing the handle kills it. */
  public Running start() {
    ProcessBuilder builder = new ProcessBuilder(command());
    // options that the calling build passes to its own JVMs must not reach ours
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().remove("JDK_JAVA_OPTIONS");
    builder.environment().remove("_JAVA_OPTIONS");
    builder.environment().putAll(environment);
    if (folder != null) {
      builder.directory(folder.toFile());
    }
    try {
      return new Running(builder.start(), builder.command(), timeout);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + builder.command(), e);
    }
  }

  /** The command line, as it will be run. */
  public List<String> command() {
    if (launch.isEmpty()) {
      throw new IllegalStateException("neither main nor jar was set");
    }
    List<String> command = new ArrayList<>();
    command.add(jdk.java().toString());
    command.addAll(jvmArguments);
    if (classPath != null) {
      command.add("-cp");
      command.add(classPath);
    }
    command.addAll(launch);
    command.addAll(programArguments);
    return command;
  }

  /** A process that was launched, with its output as it comes. */
  public static final class Running implements AutoCloseable {
    private final Process process;
    private final List<String> command;
    private final long deadlineNanos;
    private final OutputReader stdout;
    private final OutputReader stderr;

    Running(Process process, List<String> command, Duration timeout) {
      this.process = process;
      this.command = command;
      this.deadlineNanos = System.nanoTime() + timeout.toNanos();
      this.stdout = OutputReader.start(process.getInputStream(), "stdout of " + process.pid());
      this.stderr = OutputReader.start(process.getErrorStream(), "stderr of " + process.pid());
    }

    public long pid() {
      return process.pid();
    }

    public boolean alive() {
      return process.isAlive();
    }

    /** Writes to the process's standard input. */
    public void type(String text) {
      try {
        process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
      } catch (IOException e) {
        throw new UncheckedIOException("process " + pid() + " takes no input", e);
      }
    }

    /** Waits until stdout contains the text; false when the process ends or time is up first. */
    public boolean awaitStdout(String text, Duration limit) {
      return stdout.await(text, limit);
    }

    /** Waits until stderr contains the text; false when the process ends or time is up first. */
    public boolean awaitStderr(String text, Duration limit) {
      return stderr.await(text, limit);
    }

    /** The end of the process; at the deadline it is killed. */
    public Result await() {
      boolean ended = waitFor(deadlineNanos - System.nanoTime());
      if (!ended) {
        kill();
      }
      stdout.join();
      stderr.join();
      int exitCode = process.exitValue();
      return new Result(command, exitCode, !ended, stdout.text(), stderr.text());
    }

    private boolean waitFor(long nanos) {
      try {
        return process.waitFor(Math.max(0, nanos), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }

    /** Kills the process and its children and waits until it is gone. */
    public void kill() {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      try {
        process.waitFor();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void close() {
      if (process.isAlive()) {
        kill();
      }
    }
  }

  /** How a forked JVM ended. */
  public static final class Result {
    private final List<String> command;
    private final int exitCode;
    private final boolean timedOut;
    private final String stdout;
    private final String stderr;

    Result(List<String> command, int exitCode, boolean timedOut, String stdout, String stderr) {
      this.command = command;
      this.exitCode = exitCode;
      this.timedOut = timedOut;
      this.stdout = stdout;
      this.stderr = stderr;
    }

    public int exitCode() {
      return exitCode;
    }

    /** Whether the process was killed because its time was up. */
    public boolean timedOut() {
      return timedOut;
    }

    public String stdout() {
      return stdout;
    }

    public String stderr() {
      return stderr;
    }

    /** Fails with the whole output unless the JVM ended by itself with this status. */
    public Result expectExit(int expected) {
      if (timedOut || exitCode != expected) {
        throw new AssertionError("expected exit status " + expected + "\n" + this);
      }
      return this;
    }

    @Override
    public String toString() {
      return String.join(" ", command)
          + "\nexit status " + exitCode + (timedOut ? " (killed, time was up)" : "")
          + "\n--- stdout\n" + stdout
          + "\n--- stderr\n" + stderr;
    }
  }
}

package dev.jlockdep.maven;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Maven's log, for lines that the command line has made. */
final class Output {
  private final Logger log = LoggerFactory.getLogger("jlockdep");

  void info(String line) {
    log.info(line);
  }

  void warn(String line) {
    log.warn(line);
  }

  /** What a command said: as errors when it failed. */
  void print(CommandLine command) {
    command.err().forEach(log::warn);
    print(command.out(), command.status());
  }

  private void print(List<String> lines, int status) {
    lines.forEach(status == CommandLine.CLEAN ? log::info : log::error);
  }
}

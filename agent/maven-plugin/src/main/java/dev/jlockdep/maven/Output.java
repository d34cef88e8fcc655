package dev.jlockdep.maven;

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

  /**
   * What a command said. Of one that failed, the failing findings and the summary are errors, each
   * with the lines that belong to it; findings that fail nothing stay in the background.
   */
  void print(CommandLine command) {
    command.err().forEach(log::warn);
    boolean failed = command.status() != CommandLine.CLEAN;
    boolean error = false;
    for (String line : command.out()) {
      boolean continued = line.startsWith(" ");
      error = failed && (continued ? error : !line.startsWith("note ") && !line.startsWith("ok "));
      if (error) {
        log.error(line);
      } else {
        log.info(line);
      }
    }
  }
}

package dev.jlockdep.agent.junit;

import dev.jlockdep.agent.report.FindingRecord;
import dev.jlockdep.agent.report.Stderr;
import dev.jlockdep.agent.report.Summary;
import java.util.List;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * The end of the test session: prints the summary (what a shutdown hook prints is lost under build
 * tools) and, for failing findings that made no test fail, makes the session and so the build fail.
 */
public final class SessionListener implements LauncherSessionListener {
  @Override
  public void launcherSessionOpened(LauncherSession launcherSession) {
    JunitSetup.Session session = JunitSetup.session();
    if (session != null) {
      session.open();
    }
  }

  @Override
  public void launcherSessionClosed(LauncherSession launcherSession) {
    JunitSetup.Session session = JunitSetup.session();
    if (session == null) {
      return;
    }
    session.reporter.catchUp();
    if (session.hasNews()) {
      Stderr.line(Summary.ofThisJvm(session.reporter));
    }
    if (session.failsTests) {
      failWith(session, session.tests.takeUnreported());
    }
  }

  private static void failWith(JunitSetup.Session session, List<FindingRecord> findings) {
    if (!findings.isEmpty()) {
      throw FindingError.of(findings, session.folder());
    }
  }
}

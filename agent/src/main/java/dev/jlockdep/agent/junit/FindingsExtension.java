package dev.jlockdep.agent.junit;

import dev.jlockdep.agent.report.FindingRecord;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Makes the right Jupiter test fail. Found by Jupiter through the agent jar; does nothing where the
 * jar is on the class path without being the agent.
 */
public final class FindingsExtension
    implements BeforeEachCallback, AfterEachCallback, AfterAllCallback {

  @Override
  public void beforeEach(ExtensionContext context) {
    JunitSetup.Session session = JunitSetup.session();
    if (session != null) {
      session.tests.start(context.getUniqueId(), nameOf(context));
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    JunitSetup.Session session = JunitSetup.session();
    if (session != null) {
      fail(session, session.tests.finish(context.getUniqueId()));
    }
  }

  /** Findings of the class's own set-up, tear-down and threads between its tests. */
  @Override
  public void afterAll(ExtensionContext context) {
    JunitSetup.Session session = JunitSetup.session();
    if (session != null && session.failsTests) {
      fail(session, session.tests.takeBetweenTests());
    }
  }

  private static void fail(JunitSetup.Session session, List<FindingRecord> findings) {
    if (session.failsTests && !findings.isEmpty()) {
      throw FindingError.of(findings, session.folder());
    }
  }

  private static String nameOf(ExtensionContext context) {
    String type = context.getRequiredTestClass().getName();
    String method = context.getRequiredTestMethod().getName();
    return TestNames.name(type, method, context.getUniqueId());
  }
}

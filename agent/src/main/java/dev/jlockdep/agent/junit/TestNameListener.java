package dev.jlockdep.agent.junit;

import dev.jlockdep.agent.report.Stderr;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/**
 * Tells jlockdep the tests of every engine, so that findings in JUnit 4 and other tests carry a
 * name. It cannot make a test fail (the platform swallows what a listener throws), so what it finds
 * is left to the end of the session.
 */
public final class TestNameListener implements TestExecutionListener {
  @Override
  public void executionStarted(TestIdentifier test) {
    JunitSetup.Session session = JunitSetup.session();
    if (session == null || !test.isTest()) {
      return;
    }
    try {
      session.tests.start(test.getUniqueId(), nameOf(test));
    } catch (RuntimeException | LinkageError e) {
      Stderr.line("jlockdep: the start of test " + test.getDisplayName() + " was missed: " + e);
    }
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    JunitSetup.Session session = JunitSetup.session();
    if (session == null || !test.isTest()) {
      return;
    }
    try {
      session.tests.finishUnfailable(test.getUniqueId());
    } catch (RuntimeException | LinkageError e) {
      Stderr.line("jlockdep: the end of test " + test.getDisplayName() + " was missed: " + e);
    }
  }

  private static String nameOf(TestIdentifier test) {
    TestSource source = test.getSource().orElse(null);
    if (source instanceof MethodSource method) {
      return TestNames.name(method.getClassName(), method.getMethodName(), test.getUniqueId());
    }
    return test.getLegacyReportingName();
  }
}

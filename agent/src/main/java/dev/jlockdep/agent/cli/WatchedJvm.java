package dev.jlockdep.agent.cli;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import dev.jlockdep.agent.AgentOptions;
import dev.jlockdep.agent.jmx.Lockdep;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * Another JVM, attached to. With {@code jmx=true} there a request goes through the management bean,
 * without a word in that JVM; else the agent is called again, which newer JDKs remark on there.
 */
final class WatchedJvm {
  private WatchedJvm() {}

  /** The JVM cannot be asked; the message says why. */
  static final class UnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnavailableException(String message) {
      super(message);
    }
  }

  /** Makes the JVM write its graph; returns the dump file. */
  static String dump(long pid) throws Exception {
    VirtualMachine jvm = attach(pid);
    try {
      if (dumpFile(jvm) == null) {
        throw new UnavailableException(
            "process " + pid + " is not watched: start it with -javaagent:jlockdep.jar");
      }
      request(jvm);
      String file = dumpFile(jvm);
      if (file == null || file.isEmpty()) {
        throw new UnavailableException("process " + pid + " has no folder it can write to");
      }
      return file;
    } finally {
      jvm.detach();
    }
  }

  /** Loads the agent into the JVM; returns the dump file. */
  static String attach(long pid, String options) throws Exception {
    VirtualMachine jvm = attach(pid);
    try {
      if (dumpFile(jvm) != null) {
        throw new UnavailableException(
            "process " + pid + " is watched already, its dump is " + dumpFile(jvm));
      }
      jvm.loadAgent(ownJar().toString(), options);
      String file = dumpFile(jvm);
      if (file == null) {
        throw new UnavailableException(
            "the agent does not watch process " + pid + ": see its standard error for the reason");
      }
      return file.isEmpty() ? "none: no folder can be written" : file;
    } finally {
      jvm.detach();
    }
  }

  private static String dumpFile(VirtualMachine jvm) throws IOException {
    return jvm.getSystemProperties().getProperty(AgentOptions.DUMP_FILE_PROPERTY);
  }

  private static VirtualMachine attach(long pid) throws UnavailableException {
    try {
      return VirtualMachine.attach(Long.toString(pid));
    } catch (AttachNotSupportedException | IOException e) {
      throw new UnavailableException("cannot attach to process " + pid + ": " + e.getMessage());
    }
  }

  private static void request(VirtualMachine jvm)
      throws IOException,
          JMException,
          URISyntaxException,
          AgentLoadException,
          AgentInitializationException {
    String jmx = jvm.getSystemProperties().getProperty(AgentOptions.JMX_PROPERTY);
    if (!"true".equals(jmx) || !requestByBean(jvm.startLocalManagementAgent())) {
      jvm.loadAgent(ownJar().toString(), "dump");
    }
  }

  private static boolean requestByBean(String address) throws IOException, JMException {
    try (JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(address))) {
      MBeanServerConnection server = connector.getMBeanServerConnection();
      server.invoke(new ObjectName(Lockdep.NAME), "dump", new Object[0], new String[0]);
      return true;
    } catch (InstanceNotFoundException e) {
      return false;
    }
  }

  private static Path ownJar() throws URISyntaxException {
    return Path.of(WatchedJvm.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}

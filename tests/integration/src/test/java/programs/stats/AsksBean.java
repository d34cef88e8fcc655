package programs.stats;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import javax.management.Attribute;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;

/** Takes locks and asks the management bean what it saw; a line for each answer. */
public final class AsksBean {
  private AsksBean() {}

  static final Object FIRST = new Object();
  static final Object SECOND = new Object();
  private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();
  private static ObjectName bean;

  public static void main(String[] args) throws Exception {
    bean = new ObjectName("dev.jlockdep:type=Lockdep");
    nested();
    TabularData stats = (TabularData) SERVER.getAttribute(bean, "Stats");
    System.out.println("dependencies " + number(stats, "dependencies"));
    print("Classes", "name", "kind", "after", "before");
    for (String chain : (String[]) SERVER.invoke(
        bean, "chains", new Object[] {1000}, new String[] {"int"})) {
      if (chain.contains("AsksBean")) {
        System.out.println("chain " + chain);
      }
    }
    print("LockStats", "lockClass", "acquisitions", "holds");
    SERVER.invoke(bean, "reset", new Object[0], new String[0]);
    System.out.println("reset");
    nested();
    print("LockStats", "lockClass", "acquisitions", "holds");
    System.out.println("dumped "
        + SERVER.invoke(bean, "dump", new Object[0], new String[0]).toString().contains(".jsonl"));
    System.out.println("findings " + Arrays.asList((String[]) SERVER.getAttribute(bean, "Findings")));
    try {
      SERVER.invoke(bean, "chains", new Object[] {0}, new String[] {"int"});
    } catch (javax.management.RuntimeMBeanException e) {
      System.out.println(e.getCause().getMessage());
    }
    try {
      SERVER.setAttribute(bean, new Attribute("Stats", null));
    } catch (javax.management.AttributeNotFoundException e) {
      System.out.println("nothing can be set");
    }
  }

  private static void nested() {
    synchronized (FIRST) {
      synchronized (SECOND) {
        SECOND.hashCode();
      }
    }
  }

  private static Object number(TabularData table, String key) {
    return table.get(new Object[] {key}).get("value");
  }

  private static void print(String attribute, String... fields) throws Exception {
    for (CompositeData row : (CompositeData[]) SERVER.getAttribute(bean, attribute)) {
      if (row.get(fields[0]).toString().startsWith("programs.")) {
        StringBuilder line = new StringBuilder(attribute);
        for (String field : fields) {
          line.append(' ').append(row.get(field));
        }
        System.out.println(line);
      }
    }
  }
}

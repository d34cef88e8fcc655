package programs.library;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import programs.Turns;

/**
 * Spring 6.2: a bean takes an application's lock while it is created, and another thread registers
 * a singleton while it holds that lock.
 */
public final class SingletonRegistered {
  private static final Object INVENTORY = new Object();

  private SingletonRegistered() {}

  /** Counts itself in. */
  public static final class Shelf {
    public Shelf() {
      synchronized (INVENTORY) {
        INVENTORY.hashCode();
      }
    }
  }

  public static void main(String[] args) throws Exception {
    DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
    beans.registerBeanDefinition("shelf", new RootBeanDefinition(Shelf.class, Shelf::new));
    Turns.inOrder(() -> beans.getBean("shelf"), () -> register(beans));
  }

  private static void register(DefaultListableBeanFactory beans) {
    synchronized (INVENTORY) {
      beans.registerSingleton("door", "a door");
    }
  }
}

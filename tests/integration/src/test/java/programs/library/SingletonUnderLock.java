package programs.library;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import programs.Turns;

/**
 * Spring: a bean takes an application's lock while it is created, and another thread asks for a
 * bean while it holds that lock.
 */
public final class SingletonUnderLock {
  private static final Object INVENTORY = new Object();

  private SingletonUnderLock() {}

  /** Registers itself with the inventory. */
  public static final class Shelf {
    public Shelf() {
      synchronized (INVENTORY) {
        INVENTORY.hashCode();
      }
    }
  }

  /** Needs nothing. */
  public static final class Door {}

  public static void main(String[] args) throws Exception {
    DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
    beans.registerBeanDefinition("shelf", new RootBeanDefinition(Shelf.class, Shelf::new));
    beans.registerBeanDefinition("door", new RootBeanDefinition(Door.class, Door::new));
    Turns.inOrder(() -> beans.getBean("shelf"), () -> underLock(beans));
  }

  private static void underLock(DefaultListableBeanFactory beans) {
    synchronized (INVENTORY) {
      beans.getBean("door");
    }
  }
}

package programs.library;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import programs.Turns;

/**
 * Spring: a bean waits, while it is created, for a task that asks for a bean itself. Here the task is
 * done before.
 */
public final class BeanWaitsForTask {
  private static Future<?> warmUp;

  private BeanWaitsForTask() {}

  /** Needs what the task has prepared. */
  public static final class Shelf {
    public Shelf() {
      try {
        warmUp.get();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Needs nothing. */
  public static final class Door {}

  public static void main(String[] args) throws Exception {
    DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
    beans.registerBeanDefinition("shelf", new RootBeanDefinition(Shelf.class, Shelf::new));
    beans.registerBeanDefinition("door", new RootBeanDefinition(Door.class, Door::new));
    ExecutorService pool = Executors.newSingleThreadExecutor();
    warmUp = pool.submit(() -> beans.getBean("door"));
    while (!warmUp.isDone()) {
      Thread.onSpinWait();
    }
    Turns.inOrder(() -> beans.getBean("shelf"));
    pool.shutdown();
  }
}

package programs.library;

import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;

/** Quartz: a job ends a scheduler and waits for its jobs. Here it is another scheduler than its own. */
public final class JobEndsScheduler {
  private static final CountDownLatch OVER = new CountDownLatch(1);
  private static Scheduler target;

  private JobEndsScheduler() {}

  /** The job. */
  public static final class End implements Job {
    @Override
    public void execute(JobExecutionContext context) throws JobExecutionException {
      try {
        target.shutdown(true);
      } catch (SchedulerException e) {
        throw new JobExecutionException(e);
      } finally {
        OVER.countDown();
      }
    }
  }

  public static void main(String[] args) throws Exception {
    Scheduler own = scheduler("own");
    target = scheduler("other");
    own.start();
    target.start();
    own.scheduleJob(
        JobBuilder.newJob(End.class).build(), TriggerBuilder.newTrigger().startNow().build());
    OVER.await();
    own.shutdown(true);
  }

  private static Scheduler scheduler(String name) throws SchedulerException {
    Properties p = new Properties();
    p.setProperty("org.quartz.scheduler.instanceName", name);
    p.setProperty("org.quartz.scheduler.skipUpdateCheck", "true");
    p.setProperty("org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool");
    p.setProperty("org.quartz.threadPool.threadCount", "2");
    return new StdSchedulerFactory(p).getScheduler();
  }
}

package programs.library;

import java.util.Date;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.listeners.TriggerListenerSupport;
import programs.Turns;

/**
 * Quartz: a listener, called while the job store is locked, takes an application's lock under which
 * another thread schedules a job.
 */
public final class MisfireListener {
  private static final Object AUDIT = new Object();

  private MisfireListener() {}

  /** Does nothing. */
  public static final class Idle implements Job {
    @Override
    public void execute(JobExecutionContext context) {}
  }

  static final class Audit extends TriggerListenerSupport {
    final CountDownLatch called = new CountDownLatch(1);

    @Override
    public String getName() {
      return "audit";
    }

    @Override
    public void triggerMisfired(Trigger trigger) {
      synchronized (AUDIT) {
        called.countDown();
      }
    }
  }

  public static void main(String[] args) throws Exception {
    Properties properties = new Properties();
    properties.setProperty("org.quartz.scheduler.skipUpdateCheck", "true");
    properties.setProperty("org.quartz.threadPool.threadCount", "1");
    properties.setProperty("org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool");
    properties.setProperty("org.quartz.jobStore.misfireThreshold", "1");
    Scheduler scheduler = new StdSchedulerFactory(properties).getScheduler();
    Audit audit = new Audit();
    scheduler.getListenerManager().addTriggerListener(audit);
    long due = System.currentTimeMillis() + 5;
    scheduler.scheduleJob(JobBuilder.newJob(Idle.class).build(), startingAt(due));
    while (System.currentTimeMillis() < due + 50) {
      Thread.onSpinWait();
    }
    scheduler.start();
    audit.called.await();
    Turns.inOrder(() -> schedule(scheduler));
    scheduler.shutdown(true);
  }

  private static Trigger startingAt(long time) {
    return TriggerBuilder.newTrigger()
        .startAt(new Date(time))
        .withSchedule(SimpleScheduleBuilder.repeatMinutelyForever()
            .withMisfireHandlingInstructionNextWithRemainingCount())
        .build();
  }

  private static void schedule(Scheduler scheduler) throws Exception {
    synchronized (AUDIT) {
      scheduler.scheduleJob(
          JobBuilder.newJob(Idle.class).build(), TriggerBuilder.newTrigger().startNow().build());
    }
  }
}

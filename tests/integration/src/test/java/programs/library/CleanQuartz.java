package programs.library;

import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobExecutionContext;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;
import programs.Churn;

/** Quartz: jobs are scheduled and deleted while others run. */
public final class CleanQuartz {
  private static final AtomicInteger RUNS = new AtomicInteger();

  private CleanQuartz() {}

  /** Counts its runs. */
  public static final class Count implements Job {
    @Override
    public void execute(JobExecutionContext context) {
      RUNS.incrementAndGet();
    }
  }

  public static void main(String[] args) throws Exception {
    Properties properties = new Properties();
    properties.setProperty("org.quartz.scheduler.instanceName", "clean");
    properties.setProperty("org.quartz.scheduler.skipUpdateCheck", "true");
    properties.setProperty("org.quartz.threadPool.threadCount", "3");
    properties.setProperty("org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool");
    Scheduler scheduler = new StdSchedulerFactory(properties).getScheduler();
    scheduler.start();
    Churn.run(2, (thread, round) -> {
      String name = thread + "-" + round;
      scheduler.scheduleJob(
          JobBuilder.newJob(Count.class).withIdentity(name).build(),
          TriggerBuilder.newTrigger().startNow().build());
      if (round % 3 == 0) {
        try {
          scheduler.deleteJob(new JobKey(name));
        } catch (SchedulerException ranMeanwhile) {
          // Quartz: the trigger fired and went between its being listed and its being taken out
        }
      }
    });
    // not waiting for jobs: that loop of SimpleThreadPool hangs for ever, without any agent, when a
    // worker is told to end between being given a job and looking for one
    scheduler.shutdown(false);
    System.out.println("ran " + RUNS.get());
  }
}

package io.salus.jobs;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.quarkus.runtime.Quarkus;
import io.salus.service.runtime.Role;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;

/** A worker: takes jobs from the queue until it is stopped, or idle for long enough. */
@ApplicationScoped
class WorkRole implements Role {
  private static final Duration GRACE = Duration.ofSeconds(3);

  private final DataSource dataSource;
  private final JobTask jobTask;
  private final JobQueueGauge queue;
  private final JobsConfig config;

  WorkRole(DataSource dataSource, JobTask jobTask, JobQueueGauge queue, JobsConfig config) {
    this.dataSource = dataSource;
    this.jobTask = jobTask;
    this.queue = queue;
    this.config = config;
  }

  @Override
  public String name() {
    return "work";
  }

  @Override
  public void run() {
    Scheduler scheduler = scheduler();
    scheduler.start();
    if (config.idleExit().isPositive()) {
      Thread.ofPlatform().daemon().name("idle-exit").start(() -> exitWhenIdle(scheduler));
    }
    Quarkus.waitForExit();
    scheduler.stop();
  }

  Scheduler scheduler() {
    OneTimeTask<Void> task =
        Tasks.oneTime(JobTask.NAME)
            .onFailure(
                (FailureHandler<Void>)
                    (complete, operations) -> operations.reschedule(complete, Instant.now()))
            .execute((instance, context) -> jobTask.run(instance.getId()));
    return Scheduler.create(dataSource, task)
        .threads(config.threads())
        .pollingInterval(config.poll())
        .heartbeatInterval(config.heartbeat())
        .missedHeartbeatsLimit(4)
        .shutdownMaxWait(GRACE)
        .build();
  }

  private void exitWhenIdle(Scheduler scheduler) {
    long step = Math.clamp(config.idleExit().toMillis() / 4, 100, 2_000);
    Instant lastBusy = Instant.now();
    while (Duration.between(lastBusy, Instant.now()).compareTo(config.idleExit()) < 0) {
      try {
        Thread.sleep(step);
      } catch (InterruptedException e) {
        return;
      }
      if (!scheduler.getCurrentlyExecuting().isEmpty() || queue.due() > 0) {
        lastBusy = Instant.now();
      }
    }
    Quarkus.asyncExit(0);
  }
}

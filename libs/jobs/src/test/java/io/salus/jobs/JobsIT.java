package io.salus.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.kagkarlsson.scheduler.Scheduler;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.salus.service.errors.AppException.Forbidden;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.security.Caller;
import io.salus.service.tenant.TenantTransactions;
import io.salus.testkit.RealPostgres;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(
    value = RealPostgres.class,
    initArgs = @ResourceArg(name = "service", value = "jobs"))
class JobsIT {
  private static final Caller CALLER =
      new Caller("clinic-a", "tester", Set.of("salus/*.*"), null, null);
  private static final Caller OTHER =
      new Caller("clinic-b", "tester", Set.of("salus/*.*"), null, null);

  @Inject Jobs jobs;
  @Inject WorkRole work;
  @Inject JobTable table;
  @Inject TenantTransactions transactions;
  @Inject DataSource dataSource;
  private Scheduler worker;

  @BeforeEach
  void startWorker() {
    worker = work.scheduler();
    worker.start();
  }

  @AfterEach
  void stopWorker() {
    worker.stop();
  }

  @Test
  void aJobRunsToItsResult() {
    String id = jobs.submit(CALLER, "count", Map.of("steps", 3));

    Job job = ended(id);

    assertEquals(JobState.SUCCEEDED, job.state());
    assertEquals(1.0, job.progress());
    assertEquals("{\"from\": 0, \"attempt\": 1}", job.result());
  }

  @Test
  void aFailedJobSaysSoWithoutTellingWhatItHeld() {
    String id = jobs.submit(CALLER, "count", Map.of("steps", 3, "fail", true));

    Job job = ended(id);

    assertEquals(JobState.FAILED, job.state());
    assertEquals("internal", job.errorCode());
    assertFalse(String.valueOf(job.errorDetail()).contains("Roe"));
  }

  @Test
  void aRunningJobEndsWhenItIsCancelled() throws InterruptedException {
    String id = jobs.submit(CALLER, "count", Map.of("steps", 1000, "pause", 20));
    awaitStart(id);

    jobs.cancel(CALLER, id);

    assertEquals(JobState.CANCELLED, ended(id).state());
  }

  @Test
  void aJobWhoseWorkerDiedGoesOnFromItsCheckpoint() throws Exception {
    worker.stop();
    String id = jobs.submit(CALLER, "count", Map.of("steps", 5));
    Job queued = jobs.require(CALLER, id);
    transactions.run(
        CALLER,
        () -> {
          table.take(queued.id());
          table.checkpoint(queued.id(), 1, new byte[] {3});
        });
    pickAsADeadWorkerWould(queued);
    worker = work.scheduler();
    worker.start();

    Job job = ended(id);

    assertEquals("{\"from\": 3, \"attempt\": 2}", job.result());
  }

  @Test
  void aWorkerThatWasGivenUpCannotWriteAnyMore() {
    worker.stop();
    String id = jobs.submit(CALLER, "count", Map.of("steps", 5));
    Job queued = jobs.require(CALLER, id);
    transactions.run(CALLER, () -> table.take(queued.id()));
    transactions.run(CALLER, () -> table.take(queued.id()));

    boolean first = transactions.call(CALLER, () -> table.succeed(queued.id(), 1, "{}"));
    boolean second = transactions.call(CALLER, () -> table.succeed(queued.id(), 2, "{}"));

    assertFalse(first);
    assertTrue(second);
  }

  @Test
  void nobodySeesAnotherTenantsJobs() throws Exception {
    String id = jobs.submit(CALLER, "count", Map.of("steps", 0));

    assertThrows(NotFound.class, () -> jobs.require(OTHER, id));
    assertThrows(NotFound.class, () -> jobs.cancel(OTHER, id));
    try (Connection connection = dataSource.getConnection();
        Statement sql = connection.createStatement();
        ResultSet row = sql.executeQuery("select count(*) from job")) {
      row.next();
      assertEquals(0, row.getInt(1), "a statement that forgets the tenant sees nothing");
    }
  }

  @Test
  void aCallerWithoutTheScopeStartsNothing() {
    Caller poor = new Caller("clinic-a", "tester", Set.of("salus/jobs.read"), null, null);

    assertThrows(Forbidden.class, () -> jobs.submit(poor, "count", Map.of()));
  }

  private void pickAsADeadWorkerWould(Job job) throws Exception {
    try (Connection connection = dataSource.getConnection();
        var sql =
            connection.prepareStatement(
                "update scheduled_tasks set picked = true, picked_by = 'dead',"
                    + " last_heartbeat = now() - interval '1 minute' where task_instance = ?")) {
      sql.setString(1, JobTask.key("clinic-a", job.id()));
      assertEquals(1, sql.executeUpdate());
    }
  }

  private static void awaitStart(String id) throws InterruptedException {
    CountDownLatch started =
        CountingHandler.STARTED.computeIfAbsent(id, key -> new CountDownLatch(1));
    assertTrue(started.await(20, TimeUnit.SECONDS));
  }

  private Job ended(String id) {
    Instant giveUp = Instant.now().plus(Duration.ofSeconds(30));
    while (Instant.now().isBefore(giveUp)) {
      Job job = jobs.require(CALLER, id);
      if (job.state().ended()) {
        return job;
      }
      LockSupport.parkNanos(50_000_000);
    }
    throw new AssertionError("the job did not end");
  }
}

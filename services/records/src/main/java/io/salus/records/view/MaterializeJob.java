package io.salus.records.view;

import io.salus.jobs.JobContext;
import io.salus.jobs.JobHandler;
import io.salus.records.store.Json;
import io.salus.records.store.ResourceScan;
import io.salus.records.store.ResourceScan.Slice;
import io.salus.records.store.ResourceScans;
import io.salus.service.errors.AppException.Unavailable;
import io.salus.service.errors.AppException.Unprocessable;
import io.salus.service.security.Caller;
import io.salus.service.tenant.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/**
 * Makes the rows of a view that is to be kept, beside those that answer until then. It begins when
 * every write that was under way before the log was has ended, so that the log has all that it does
 * not see. A second attempt makes them again from the beginning.
 */
@ApplicationScoped
class MaterializeJob implements JobHandler {
  static final String KIND = "view-materialize";
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  private final TenantTransactions transactions;
  private final KeptViewTable table;
  private final KeptRows rows;
  private final ViewLog log;
  private final ResourceScans scans;

  MaterializeJob(
      TenantTransactions transactions,
      KeptViewTable table,
      KeptRows rows,
      ViewLog log,
      ResourceScans scans) {
    this.transactions = transactions;
    this.table = table;
    this.rows = rows;
    this.log = log;
    this.scans = scans;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String scope() {
    return "system/ViewDefinition.u";
  }

  @Override
  public void check(Caller caller) {
    MaterializeView.check(caller);
  }

  @Override
  public String run(JobContext job) throws InterruptedException {
    var tenant = job.caller().tenant();
    var id = job.params().path("view").asText();
    long generation = job.params().path("generation").asLong();
    var wanted =
        transactions
            .call(tenant, () -> table.find(id))
            .filter(view -> Long.valueOf(generation).equals(view.building()));
    if (wanted.isEmpty()) {
      return result(id, "superseded", 0);
    }
    var horizon = settle(job);
    long resources;
    try {
      resources = build(job, wanted.get().compile(), generation);
    } catch (ViewException e) {
      transactions.run(
          job.caller(), () -> table.fail(wanted.get(), String.valueOf(e.getMessage())));
      throw new Unprocessable("The view does not fit the data: " + e.detail() + ".", e.place());
    }
    boolean ready = transactions.call(tenant, () -> table.ready(id, generation, horizon));
    return result(id, ready ? "ready" : "superseded", resources);
  }

  private String settle(JobContext job) throws InterruptedException {
    var tenant = job.caller().tenant();
    var horizon = transactions.call(tenant, log::horizon);
    var until = Instant.now().plus(LONGEST_WAIT);
    while (!transactions.call(tenant, () -> log.settled(horizon))) {
      if (Instant.now().isAfter(until)) {
        throw new Unavailable("A write has been under way for too long; try again later.");
      }
      job.progress(0, "waiting for writes under way");
      Thread.sleep(LOOK_EVERY);
    }
    return horizon;
  }

  private long build(JobContext job, View view, long generation) {
    var caller = job.caller();
    transactions.run(caller, () -> table.deleteRows(generation));
    var all = new Caller(caller.tenant(), caller.subject(), caller.scopes(), null, null);
    long resources = 0;
    try (var scan = scans.open(all, view.resource(), null, null)) {
      for (var slice = scan.next(); slice.isPresent(); slice = scan.next()) {
        resources += keep(caller, view, generation, scan, slice.get());
        job.progress(0.5, resources + " resources read");
      }
    }
    return resources;
  }

  private int keep(Caller caller, View view, long generation, ResourceScan scan, Slice slice) {
    var reader = new ViewReader(view);
    var changes = new KeptRows.Changes();
    var read = new int[1];
    scan.read(
        slice,
        (rid, json) -> {
          changes.set(rid, reader.rows(json));
          read[0]++;
        });
    transactions.run(caller, () -> rows.apply(caller.tenant(), generation, changes));
    return read[0];
  }

  private static String result(String id, String state, long resources) {
    return new String(
        Json.print(Json.object().put("view", id).put("state", state).put("resources", resources)),
        StandardCharsets.UTF_8);
  }
}

package io.salus.records.bulk;

import io.salus.jobs.JobContext;
import io.salus.records.store.Json;
import io.salus.records.store.NumberedReader;
import io.salus.records.store.TypeNumbers;
import io.salus.records.store.TypeNumbers.Range;
import io.salus.service.errors.AppException.Forbidden;
import io.salus.service.security.Caller;
import io.salus.service.tenant.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;

/**
 * Writes the files of an export, one type after the other in the order of numbers. Everything is as
 * it was at one moment: what changed later is taken from the history. So an attempt goes on behind
 * the last file that was kept, and no transaction is held open.
 */
@ApplicationScoped
class ExportJob implements BulkHandler {
  static final String KIND = "bulk-export";

  /** Numbers looked up at once, 16 bytes each. */
  private static final int NUMBERS = 50_000;

  /** Bodies read in one transaction, so that cancelling is noticed and none lasts long. */
  private static final int BODIES = 1000;

  private final TypeNumbers numbers;
  private final NumberedReader reader;
  private final TenantTransactions transactions;
  private final BulkFiles files;
  private final BulkConfig config;
  private final ExportPatients patients;
  private final DeletedFile deletedFile;
  private final ExportSelection selection;

  ExportJob(
      TypeNumbers numbers,
      NumberedReader reader,
      TenantTransactions transactions,
      BulkFiles files,
      BulkConfig config,
      ExportPatients patients,
      DeletedFile deletedFile,
      ExportSelection selection) {
    this.numbers = numbers;
    this.reader = reader;
    this.transactions = transactions;
    this.files = files;
    this.config = config;
    this.patients = patients;
    this.deletedFile = deletedFile;
    this.selection = selection;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String scope() {
    return "system/*.rs";
  }

  /** Which types are granted is the order's business; some must be. */
  @Override
  public void check(Caller caller) {
    BulkJobs.requireMany(caller);
    if (caller.scopes().isEmpty()) {
      throw new Forbidden("This needs scopes to read resources.");
    }
  }

  @Override
  public void requireRead(Caller caller, BulkFile file) {
    if (file.purpose().equals("output")) {
      caller.requireFhir(file.type(), 'r');
    }
  }

  @Override
  public String run(JobContext job) throws IOException {
    return new Run(job, ExportOrder.fromParams(job.params())).toTheEnd();
  }

  @Override
  public void cancelled(Caller caller, String job) {
    files.remove(caller, job);
  }

  private final class Run {
    private final JobContext job;
    private final Caller caller;
    private final ExportOrder order;
    private final Range range;
    private final Map<String, Long> counts;
    private ExportState state;
    private long written;

    Run(JobContext job, ExportOrder order) {
      this.job = job;
      this.caller = job.caller();
      this.order = order;
      order.types().forEach(type -> caller.requireFhir(type, 'r'));
      this.state =
          job.checkpoint()
              .map(ExportState::of)
              .orElseGet(() -> ExportState.beginning(micros(numbers.settledMoment())));
      this.range =
          new Range(
              order.since(), state.moment(), order.isOfSome() ? patients.of(caller, order) : null);
      this.written = state.resources();
      this.counts =
          transactions.call(caller, () -> numbers.counts(caller, order.types(), order.since()));
    }

    String toTheEnd() throws IOException {
      if (job.checkpoint().isEmpty()) {
        selection.make(job, order, range);
      }
      job.checkpoint(state.bytes());
      while (state.type() < order.types().size()) {
        String type = order.types().get(state.type());
        while (part(type)) {
          job.checkpoint(state.bytes());
        }
        state = state.nextType();
        job.checkpoint(state.bytes());
      }
      if (order.since() > 0) {
        deletedFile.write(job, order.types(), range);
      }
      selection.drop(job, order);
      int kept = files.of(caller, job.jobId()).size();
      return new String(
          Json.print(
              Json.object()
                  .put("transaction_time", instant(state.moment()).toString())
                  .put("request", order.request())
                  .put("resources", state.resources())
                  .put("files", kept)),
          java.nio.charset.StandardCharsets.UTF_8);
    }

    /** Writes one file; false when nothing of the type is left. */
    private boolean part(String type) throws IOException {
      Path draft = files.draft();
      try (NdjsonFile file = new NdjsonFile(draft)) {
        long last = fill(file, type);
        file.finish();
        if (file.lines() == 0) {
          return false;
        }
        String name = type + "-" + (state.files() + 1) + ".ndjson";
        files.keep(
            caller,
            job.jobId(),
            new BulkFile(name, "output", type, file.lines(), file.bytes()),
            draft);
        state = state.kept(last, file.lines());
        return true;
      } finally {
        BulkFiles.drop(draft);
      }
    }

    /** The number behind which the next file begins. */
    private long fill(NdjsonFile file, String type) throws IOException {
      long after = state.after();
      while (true) {
        long from = after;
        long[] found =
            order.filters(type).isEmpty()
                ? transactions.call(caller, () -> numbers.of(caller, type, range, from, NUMBERS))
                : selection.numbers(job, type, from, NUMBERS);
        for (int start = 0; start < found.length; start += BODIES) {
          long[] some = Arrays.copyOfRange(found, start, Math.min(found.length, start + BODIES));
          add(file, type, some);
          after = some[some.length - 1];
          progress(type);
          if (file.bytes() >= config.partSize().asLongValue()) {
            return after;
          }
        }
        if (found.length < NUMBERS) {
          return after;
        }
      }
    }

    private void add(NdjsonFile file, String type, long[] some) throws IOException {
      transactions.call(
          caller,
          () -> {
            reader.forEachAsOf(
                caller.tenant(),
                some,
                instant(state.moment()),
                (at, version) -> {
                  if (version.type().equals(type)
                      && micros(version.lastUpdated().toInstant()) >= order.since()) {
                    file.add(version.json());
                    written++;
                  }
                });
            return true;
          });
    }

    private void progress(String type) {
      long all = counts.values().stream().mapToLong(Long::longValue).sum();
      long before =
          order.types().subList(0, state.type()).stream()
              .mapToLong(one -> counts.getOrDefault(one, 0L))
              .sum();
      long ofType = Math.min(written, counts.getOrDefault(type, 0L));
      job.progress(
          all == 0 ? 1 : Math.min(1, (double) Math.max(before, ofType) / all),
          type + ": " + written + " resources written");
    }
  }

  private static long micros(Instant moment) {
    return moment.getEpochSecond() * 1_000_000 + moment.getNano() / 1000;
  }

  private static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000), Math.floorMod(micros, 1_000_000) * 1000L);
  }
}

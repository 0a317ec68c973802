package io.salus.records.view;

import io.salus.jobs.JobContext;
import io.salus.records.bulk.BulkConfig;
import io.salus.records.bulk.BulkFile;
import io.salus.records.bulk.BulkFiles;
import io.salus.records.bulk.BulkHandler;
import io.salus.records.bulk.BulkJobs;
import io.salus.records.bulk.ExportState;
import io.salus.records.bulk.FinishedJob;
import io.salus.records.operation.OperationAnswer;
import io.salus.records.store.Json;
import io.salus.records.store.NumberedReader;
import io.salus.records.store.TypeNumbers;
import io.salus.records.store.TypeNumbers.Range;
import io.salus.service.errors.AppException.Forbidden;
import io.salus.service.security.Caller;
import io.salus.service.tenant.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes the files of an export of views, one view after the other. Everything is as it was at one
 * moment, so an attempt goes on behind the last file that was kept.
 */
@ApplicationScoped
class ViewExportJob implements BulkHandler {
  static final String KIND = "view-export";

  private final ViewPatients patients;
  private final TypeNumbers numbers;
  private final NumberedSource.Reads reads;
  private final ViewRuns runs;
  private final TenantTransactions transactions;
  private final BulkFiles files;
  private final BulkConfig config;

  ViewExportJob(
      ViewPatients patients,
      TypeNumbers numbers,
      NumberedReader reader,
      ViewRuns runs,
      TenantTransactions transactions,
      BulkFiles files,
      BulkConfig config) {
    this.patients = patients;
    this.numbers = numbers;
    this.reads = new NumberedSource.Reads(numbers, reader, transactions);
    this.runs = runs;
    this.transactions = transactions;
    this.files = files;
    this.config = config;
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
  public String mediaType(BulkFile file) {
    var name = file.name();
    return ViewFormat.named(name.substring(name.lastIndexOf('.') + 1)).mediaType();
  }

  @Override
  public void requireRead(Caller caller, BulkFile file) {
    caller.requireFhir(file.type(), 'r');
  }

  @Override
  public OperationAnswer underWay(String id, String statusUrl) {
    return ViewExportReport.answer(202, ViewExportReport.underWay(id, statusUrl));
  }

  @Override
  public OperationAnswer manifest(FinishedJob job) {
    return ViewExportReport.answer(200, ViewExportReport.done(job));
  }

  @Override
  public String run(JobContext job) throws IOException {
    return new Run(job, ViewExportOrder.fromParams(job.params())).toTheEnd();
  }

  @Override
  public void cancelled(Caller caller, String job) {
    files.remove(caller, job);
  }

  private final class Run {
    private final JobContext job;
    private final Caller caller;
    private final ViewExportOrder order;
    private final @Nullable Collection<String> wanted;
    private final Instant started = Instant.now();
    private ExportState state;

    /** About how many resources the view in hand looks at, and how many this attempt has read. */
    private long count;

    private long read;

    Run(JobContext job, ViewExportOrder order) {
      this.job = job;
      this.caller = job.caller();
      this.order = order;
      this.state =
          job.checkpoint()
              .map(ExportState::of)
              .orElseGet(() -> ExportState.beginning(Micros.of(numbers.settledMoment())));
      this.wanted = patients.of(caller, order.scope()).await().indefinitely().orElse(null);
    }

    String toTheEnd() throws IOException {
      job.checkpoint(state.bytes());
      while (state.type() < order.views().size()) {
        var ordered = order.views().get(state.type());
        var view = ordered.compile();
        caller.requireFhir(view.resource(), 'r');
        caller.requireFhir(view.resource(), 's');
        count =
            transactions
                .call(caller, () -> numbers.counts(caller, Set.of(view.resource()), order.since()))
                .getOrDefault(view.resource(), 0L);
        read = 0;
        while (part(ordered, view)) {
          job.checkpoint(state.bytes());
        }
        state = state.nextType();
        job.checkpoint(state.bytes());
      }
      var result =
          Json.object()
              .put("transaction_time", Micros.instant(state.moment()).toString())
              .put("request", order.request())
              .put("format", order.format().code())
              .put("tracking", order.tracking())
              .put("started", started.toString())
              .put("ended", Instant.now().toString())
              .put("rows", state.resources())
              .put("files", files.of(caller, job.jobId()).size());
      order.views().forEach(view -> result.withArray("outputs").add(view.name()));
      return new String(Json.print(result), StandardCharsets.UTF_8);
    }

    /** Writes one file; false when it was the view's last. A view without rows has one too. */
    private boolean part(OrderedView ordered, View view) throws IOException {
      Path draft = files.draft();
      try {
        var source =
            new NumberedSource(
                reads,
                caller,
                view.resource(),
                new Range(order.since(), state.moment(), wanted),
                state.after());
        long rows = write(draft, source, view);
        if (rows > 0 || state.files() == 0) {
          var name = ordered.file(state.type(), state.files() + 1, order.format());
          var file = new BulkFile(name, "output", view.resource(), rows, Files.size(draft));
          files.keep(caller, job.jobId(), file, draft);
          state = state.kept(source.last(), rows);
        } else {
          state = state.passed(source.last());
        }
        return !source.exhausted();
      } finally {
        BulkFiles.drop(draft);
      }
    }

    /** Slices go in until the file is large enough. */
    private long write(Path draft, NumberedSource source, View view) throws IOException {
      try (var out = new MeasuredStream(new BufferedOutputStream(Files.newOutputStream(draft)))) {
        var output = order.format().output(view, out, true);
        long enough = config.partSize().asLongValue();
        long rows = runs.run(() -> next(source, out.written() >= enough), view, output);
        output.finish();
        return rows;
      }
    }

    private Optional<RowSource.Slice> next(NumberedSource source, boolean enough) {
      double ofView = count == 0 ? 1 : Math.min(1, (double) read / count);
      job.progress(
          (state.type() + ofView) / order.views().size(),
          "view " + (state.type() + 1) + ": " + read + " resources read");
      if (enough && source.given() > 0) {
        return Optional.empty();
      }
      long before = source.given();
      var slice = source.next();
      read += source.given() - before;
      return slice;
    }
  }
}

package io.salus.records.bulk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.jobs.JobContext;
import io.salus.records.store.Json;
import io.salus.service.storage.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * One attempt at an import. Batches are read one after the other and brought in on several threads;
 * they are counted in their order, so that everything before a checkpoint is stored.
 */
final class ImportRun implements AutoCloseable {
  private static final Duration CHECKPOINT = Duration.ofSeconds(2);

  private final JobContext job;
  private final ImportOrder order;
  private final BatchImport batches;
  private final BulkFiles files;
  private final ObjectStore objects;
  private final int lines;
  private final int ahead;
  private final ExecutorService threads;
  private final Deque<Pending> pending = new ArrayDeque<>();
  private final Instant began = Instant.now();
  private ImportState state;
  private NdjsonFile errors;
  private long lastCheckpoint = System.nanoTime();

  private record Pending(LineBatch batch, Future<BatchResult> result) {}

  ImportRun(
      JobContext job,
      ImportOrder order,
      BatchImport batches,
      BulkFiles files,
      ObjectStore objects,
      BulkConfig config)
      throws IOException {
    this.job = job;
    this.order = order;
    this.batches = batches;
    this.files = files;
    this.objects = objects;
    this.lines = config.batchLines();
    int count = config.threads().orElse(Runtime.getRuntime().availableProcessors() + 1);
    this.ahead = 2 * count;
    this.threads =
        Executors.newFixedThreadPool(count, Thread.ofPlatform().name("import-", 0).factory());
    this.state = job.checkpoint().map(ImportState::of).orElse(ImportState.BEGINNING);
    this.errors = new NdjsonFile(files.draft());
  }

  /** The result of the job. */
  String toTheEnd() throws IOException, InterruptedException {
    while (state.input() < order.inputs().size()) {
      readInput(order.inputs().get(state.input()));
      state = state.nextInput();
    }
    checkpoint();
    ObjectNode result =
        Json.object()
            .put("transaction_time", began.toString())
            .put("request", order.baseUrl() + "/$import")
            .put("files", state.errorFiles())
            .put("created", state.created())
            .put("updated", state.updated())
            .put("unchanged", state.unchanged())
            .put("failed", state.failed());
    return new String(Json.print(result), StandardCharsets.UTF_8);
  }

  private void readInput(ImportOrder.Input input) throws IOException, InterruptedException {
    int number = state.input() + 1;
    try (InputStream in = objects.open(input.key(), state.offset())) {
      LineReader reader = new LineReader(in, state.offset(), state.line(), lines);
      for (LineBatch batch = reader.next(); !batch.lines().isEmpty(); batch = reader.next()) {
        LineBatch one = batch;
        pending.add(new Pending(one, threads.submit(() -> batches.run(number, one))));
        if (pending.size() >= ahead) {
          settle(pending.remove());
        }
      }
      while (!pending.isEmpty()) {
        settle(pending.remove());
      }
    }
  }

  private void settle(Pending one) throws IOException, InterruptedException {
    BatchResult result;
    try {
      result = one.result.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    }
    for (byte[] error : result.errors()) {
      errors.add(error);
    }
    state = state.with(one.batch, result);
    long done =
        state.offset()
            + order.inputs().subList(0, state.input()).stream()
                .mapToLong(ImportOrder.Input::bytes)
                .sum();
    long brought = state.created() + state.updated() + state.unchanged();
    job.progress(
        Math.min(1, (double) done / Math.max(1, order.bytes())),
        brought + " resources in, " + state.failed() + " lines refused");
    if (System.nanoTime() - lastCheckpoint > CHECKPOINT.toNanos()) {
      checkpoint();
    }
  }

  /** The errors first: what is behind the checkpoint is not looked at again. */
  private void checkpoint() throws IOException {
    if (errors.lines() > 0) {
      errors.finish();
      BulkFile file =
          new BulkFile(
              "errors-" + (state.errorFiles() + 1) + ".ndjson",
              "error",
              "OperationOutcome",
              errors.lines(),
              errors.bytes());
      files.keep(job.caller(), job.jobId(), file, errors.path());
      state = state.errorsKept();
      errors = new NdjsonFile(files.draft());
    }
    job.checkpoint(Json.print(state.json()));
    lastCheckpoint = System.nanoTime();
  }

  /** Nothing is written any more once this returns. */
  @Override
  public void close() throws IOException {
    pending.forEach(one -> one.result.cancel(false));
    threads.close();
    Path draft = errors.path();
    errors.close();
    BulkFiles.drop(draft);
  }
}

package io.salus.inference.training;

import io.salus.inference.records.RecordsClient;
import io.salus.inference.records.Snapshot;
import io.salus.jobs.JobContext;
import io.salus.learning.table.ParquetTable;
import io.salus.learning.table.Table;
import io.salus.service.errors.AppException;
import io.salus.service.storage.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Brings a snapshot to the worker. A records service that is being restarted is waited for: a
 * training is long, and starting it again by hand costs more than a minute.
 */
final class SnapshotFetch {
  private static final int TRIES = 12;
  private static final Duration PAUSE = Duration.ofSeconds(5);
  private final RecordsClient records;
  private final ObjectStore files;
  private final JobContext job;

  SnapshotFetch(RecordsClient records, ObjectStore files, JobContext job) {
    this.records = records;
    this.files = files;
    this.job = job;
  }

  /** What records knows of the snapshot. */
  Snapshot describe(String id) throws IOException, InterruptedException {
    return patiently(() -> records.snapshot(job.bearerToken(), id));
  }

  /** The snapshot's rows, checked against its hash. */
  Table table(Snapshot snapshot) throws IOException, InterruptedException {
    return patiently(
        () -> {
          Path file = files.draft();
          try {
            records.download(job.bearerToken(), snapshot, file);
            return ParquetTable.read(file);
          } finally {
            Files.deleteIfExists(file);
          }
        });
  }

  private interface Step<T> {
    T run() throws IOException;
  }

  private <T> T patiently(Step<T> step) throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        job.progress(0, "fetching the snapshot");
        return step.run();
      } catch (AppException.Unavailable | AppException.TimedOut e) {
        if (attempt == TRIES) {
          throw e;
        }
        job.progress(0, "waiting for the records service");
        Thread.sleep(PAUSE);
      }
    }
  }
}

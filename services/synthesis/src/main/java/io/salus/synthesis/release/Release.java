package io.salus.synthesis.release;

import io.salus.synthesis.generator.GeneratorKind;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * One synthetic population.
 *
 * @param snapshotSha256 of the snapshot it was learnt from, hex
 * @param metrics JSON object
 * @param storagePrefix its files lie under this, a slash and their name
 * @param job public id of the job that made it
 */
record Release(
    UUID id,
    String tenant,
    GeneratorKind generator,
    String snapshotId,
    String snapshotSha256,
    long rows,
    int epochs,
    long seed,
    String metrics,
    String storagePrefix,
    String job,
    Instant createdAt) {
  static final String CSV = "synthetic.csv";
  static final String PARQUET = "synthetic.parquet";
  static final String REPORT = "report.html";

  /** Every release has these. */
  static final List<String> FILES = List.of(CSV, PARQUET, REPORT);
}

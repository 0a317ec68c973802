package io.salus.inference.records;

import java.time.Instant;

/**
 * A table for training, as records describes it.
 *
 * @param sha256 of the Parquet file, hex
 * @param rows one a patient
 * @param positives rows with the outcome
 */
public record Snapshot(
    String id,
    String sha256,
    FeatureSetInfo featureSet,
    long rows,
    long positives,
    Instant createdAt) {}

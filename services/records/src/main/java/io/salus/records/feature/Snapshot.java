package io.salus.records.feature;

import java.time.Instant;
import java.util.UUID;

/**
 * A finished file of features and labels.
 *
 * @param definition the feature set that made it, JSON
 * @param sha256 of the file, hex
 * @param rows one a patient
 * @param positives rows whose label is true
 */
record Snapshot(
    UUID id,
    String name,
    int version,
    String definition,
    String sha256,
    long rows,
    long positives,
    long sizeBytes,
    String storageKey,
    Instant createdAt) {}

package io.salus.records.feature;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A finished file of features and labels.
 *
 * @param definition the feature set that made it, JSON
 * @param sha256 of the file, hex
 * @param rows one a patient
 * @param positives rows whose label is true
 * @param quality of each feature, in the order of the columns; empty when it was not looked at
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
    List<FeatureQuality> quality,
    String storageKey,
    Instant createdAt) {}

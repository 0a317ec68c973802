package io.salus.gateway.features;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;

/**
 * A Parquet snapshot of a feature set.
 *
 * @param sha256 hash of the file, hex
 * @param rows rows, one a patient
 * @param positives rows whose label is true
 * @param quality of each feature's column
 */
@JsonNaming(SnakeCaseStrategy.class)
record SnapshotView(
    String id,
    String sha256,
    String featureSet,
    int featureSetVersion,
    long rows,
    long positives,
    long sizeBytes,
    Instant createdAt,
    List<FeatureQualityView> quality) {}

package io.salus.gateway.features;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.jspecify.annotations.Nullable;

/**
 * How good a column of a snapshot is.
 *
 * @param missing rows without a value
 * @param missingShare of all rows, 0 to 1
 * @param unconvertible values that were left out because of their units
 * @param least of a number's values
 * @param greatest of a number's values
 */
@JsonNaming(SnakeCaseStrategy.class)
record FeatureQualityView(
    String feature,
    long missing,
    double missingShare,
    long unconvertible,
    @Nullable Double least,
    @Nullable Double greatest) {}

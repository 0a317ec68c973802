package io.salus.records.feature;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * How good a column of a snapshot is.
 *
 * @param feature its name
 * @param missing rows without a value
 * @param unconvertible values that were left out of the rows because of their units
 * @param least of a number's values; null when there is none
 * @param greatest of a number's values; null when there is none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record FeatureQuality(
    String feature,
    long missing,
    long unconvertible,
    @Nullable Double least,
    @Nullable Double greatest) {}

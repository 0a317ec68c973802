package io.salus.inference.records;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The features of one patient.
 *
 * @param sha256 of the feature set's definition, hex
 * @param names in feature order
 * @param values Double, Boolean or String in the same order; null is missing
 */
public record FeatureRow(String sha256, List<String> names, List<@Nullable Object> values) {}

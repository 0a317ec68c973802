package io.salus.inference.records;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The features of one patient.
 *
 * @param sha256 of the feature set's definition, hex
 * @param names in feature order
 * @param values Double, Boolean or String in the same order; null is missing
 * @param words what the record calls the codes among them, for people; empty for all other values
 */
public record FeatureRow(
    String sha256, List<String> names, List<@Nullable Object> values, List<String> words) {}

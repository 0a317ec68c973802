package io.salus.records.feature;

import java.time.Instant;
import java.util.List;

/**
 * The features of one patient at a moment.
 *
 * @param values in the order of the set's features
 * @param words what the record calls the codes among them; empty for all other values
 */
record FeatureRow(
    VersionedFeatureSet set, Instant asOf, List<Reading> values, List<String> words) {}

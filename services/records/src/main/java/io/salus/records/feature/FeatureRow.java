package io.salus.records.feature;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The features of one patient at a moment.
 *
 * @param values in the order of the set's features, null where one is missing
 */
record FeatureRow(VersionedFeatureSet set, Instant asOf, List<@Nullable Object> values) {}

package io.salus.records.feature;

/**
 * A feature set as a tenant has it.
 *
 * @param version from 1
 */
record VersionedFeatureSet(FeatureSet set, int version) {}

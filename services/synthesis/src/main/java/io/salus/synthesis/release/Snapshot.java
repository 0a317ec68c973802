package io.salus.synthesis.release;

/**
 * A table to learn from, as records describes it.
 *
 * @param sha256 of its Parquet file, hex
 * @param featureSet name and version of what made it, for people
 */
record Snapshot(String id, String sha256, String featureSet, String featureSetSha256) {}

package io.salus.gateway.features;

/**
 * @param version version of the feature set; 0 or absent means the newest
 */
record SnapshotRequest(int version) {}

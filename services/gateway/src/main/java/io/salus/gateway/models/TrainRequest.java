package io.salus.gateway.models;

import org.jspecify.annotations.Nullable;

/**
 * @param snapshot id of the snapshot to learn from
 * @param seed seed of split, initialisation and batches; 0 when absent
 * @param promote true: the better model on validation is promoted at the end
 */
record TrainRequest(@Nullable String snapshot, long seed, boolean promote) {}

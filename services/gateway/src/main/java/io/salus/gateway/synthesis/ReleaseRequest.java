package io.salus.gateway.synthesis;

import org.jspecify.annotations.Nullable;

/**
 * @param snapshot id of the snapshot to learn from
 * @param generator gan or vae
 * @param rows rows to sample, up to 1,000,000; as many as the snapshot has when absent
 * @param epochs training epochs; the generator's default when absent
 * @param seed seed of training and sampling; 0 when absent
 */
record ReleaseRequest(
    @Nullable String snapshot, @Nullable String generator, long rows, int epochs, long seed) {}

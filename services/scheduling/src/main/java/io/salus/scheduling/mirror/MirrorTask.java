package io.salus.scheduling.mirror;

import java.util.UUID;

/**
 * A resource that this process has claimed and may deliver.
 *
 * @param version of the queue's row; the row goes only while it is still this one
 * @param claimant whose claim it is
 */
public record MirrorTask(String tenant, MirrorType type, UUID id, long version, UUID claimant) {}

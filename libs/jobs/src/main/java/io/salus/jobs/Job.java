package io.salus.jobs;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job as it stands.
 *
 * @param patient whose token started it, null when it was bound to none
 * @param progress share done, 0 to 1
 * @param etaSeconds estimated seconds to the end, negative when unknown
 * @param result JSON object, null until it succeeded
 * @param errorCode stable code, null unless it failed
 * @param attempts how often a worker took it
 */
public record Job(
    UUID id,
    String kind,
    JobState state,
    String subject,
    @Nullable String patient,
    double progress,
    String message,
    double etaSeconds,
    @Nullable String result,
    @Nullable String errorCode,
    @Nullable String errorDetail,
    boolean cancelRequested,
    int attempts,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt) {}

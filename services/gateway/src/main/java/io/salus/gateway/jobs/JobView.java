package io.salus.gateway.jobs;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A job as clients see it.
 *
 * @param state queued, running, succeeded, failed or cancelled
 * @param progress share of the work that is done, 0 to 1
 * @param etaSeconds estimated seconds to the end; absent when unknown
 * @param result what came out; absent until succeeded
 * @param error why it failed; absent otherwise
 * @param attempts how many times a worker took it; over 1 after a crash
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record JobView(
    String id,
    String kind,
    String state,
    double progress,
    String message,
    @Nullable Double etaSeconds,
    @Schema(implementation = Object.class) @Nullable JsonNode result,
    @Nullable JobError error,
    boolean cancelRequested,
    int attempts,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt) {

  /**
   * @param code stable code, for example {@code invalid-input}
   * @param detail the reason in words
   */
  record JobError(String code, String detail) {}
}

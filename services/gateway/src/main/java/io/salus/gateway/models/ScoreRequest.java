package io.salus.gateway.models;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.jspecify.annotations.Nullable;

/**
 * @param patient logical id
 * @param asOf moment, ISO 8601; now when absent
 */
@JsonNaming(SnakeCaseStrategy.class)
record ScoreRequest(@Nullable String patient, @Nullable String asOf) {}

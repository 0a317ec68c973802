package io.salus.gateway.models;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * A prediction computed again from its stored inputs.
 *
 * @param identical true when the same came out, bit for bit
 * @param inputSha256 hash of the stored inputs, hex
 */
@JsonNaming(SnakeCaseStrategy.class)
record ReplayView(boolean identical, double stored, double recomputed, String inputSha256) {}

package io.salus.gateway.models;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One version of a model.
 *
 * @param promoted true for the version that answers
 * @param canary of 100 patients, how many it answers for in place of the promoted one; null unless
 *     it is the canary
 * @param algorithm one of those of a training
 * @param outcome what the prediction means
 * @param features names of the inputs, in tensor order
 * @param metrics held-out figures with intervals
 * @param provenance everything the model came from
 * @param report address of the report page
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelView(
    String name,
    int version,
    boolean promoted,
    @Nullable Integer canary,
    String algorithm,
    String outcome,
    List<String> features,
    @Schema(implementation = Object.class) @Nullable JsonNode metrics,
    @Schema(implementation = Object.class) @Nullable JsonNode provenance,
    Instant createdAt,
    String report) {}

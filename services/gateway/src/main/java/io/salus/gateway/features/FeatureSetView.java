package io.salus.gateway.features;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A feature set.
 *
 * @param sha256 hash of the canonical definition, hex
 * @param features columns in order, without patient, index date and label
 * @param labelDescription what the label is; empty when the set has none
 * @param definition the definition itself
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record FeatureSetView(
    String name,
    int version,
    String sha256,
    String description,
    List<FeatureView> features,
    String labelDescription,
    @Schema(implementation = Object.class) @Nullable JsonNode definition) {}

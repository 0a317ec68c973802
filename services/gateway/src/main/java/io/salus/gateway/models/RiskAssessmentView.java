package io.salus.gateway.models;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A RiskAssessment in the record.
 *
 * @param id logical id
 * @param reference {@code RiskAssessment/{id}}
 * @param resource the resource
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RiskAssessmentView(
    String id,
    String reference,
    @Schema(implementation = Object.class) @Nullable JsonNode resource) {}

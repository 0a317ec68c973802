package io.salus.gateway.features;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The row of one patient.
 *
 * @param version version of the feature set that was used
 * @param sha256 hash of its definition, hex
 * @param asOf nothing recorded after this moment was seen
 * @param values number, boolean, text or null (missing) by column, in the set's order
 */
@JsonNaming(SnakeCaseStrategy.class)
record FeatureRowView(
    String name,
    int version,
    String sha256,
    String patient,
    Instant asOf,
    @Schema(implementation = Object.class) Map<String, @Nullable Object> values) {}

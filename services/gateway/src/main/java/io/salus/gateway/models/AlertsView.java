package io.salus.gateway.models;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * @param events references of the Communications that tell the alerts, in their order
 * @param figures of monitoring
 */
record AlertsView(
    List<String> events, @Schema(implementation = Object.class) @Nullable JsonNode figures) {}

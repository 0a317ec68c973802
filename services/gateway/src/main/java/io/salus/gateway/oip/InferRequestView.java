package io.salus.gateway.oip;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Inference request of the protocol. */
record InferRequestView(
    @Nullable String id,
    @Schema(implementation = Object.class) @Nullable Map<String, JsonNode> parameters,
    @Nullable List<InputView> inputs,
    @Nullable List<OutputView> outputs) {

  /**
   * @param data the elements, flat or nested, row-major
   */
  record InputView(
      @Nullable String name,
      @Nullable List<Long> shape,
      @Nullable String datatype,
      @Schema(implementation = Object.class) @Nullable Map<String, JsonNode> parameters,
      @Schema(implementation = Object.class) @Nullable JsonNode data) {}

  /** A tensor that is asked for. */
  record OutputView(
      @Nullable String name,
      @Schema(implementation = Object.class) @Nullable Map<String, JsonNode> parameters) {}
}

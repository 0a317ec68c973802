package io.salus.gateway.oip;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Inference response of the protocol. */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record InferResponseView(
    String modelName, String modelVersion, @Nullable String id, List<TensorView> outputs) {

  /**
   * @param data the elements, flat, row-major; null where a number is not finite
   */
  record TensorView(
      String name,
      String datatype,
      List<Long> shape,
      @Schema(implementation = Object.class) List<@Nullable Object> data) {}
}

package io.salus.cli.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.salus.cli.terminal.Json;

/**
 * The same patient as a data scientist would ask: the row of features as one tensor of the Open
 * Inference Protocol. Values are raw; a category is its index in the model's levels, and null is
 * missing.
 */
record TensorCall(Scene scene) {
  private static final int UNKNOWN_LEVEL = -1;

  /** The probability that the tensor is answered with. */
  double probability(JsonNode inputs, String patient, String asOf) {
    JsonNode values =
        scene
            .api()
            .get(
                "/features/"
                    + FeaturesStep.FEATURE_SET
                    + "/patients/"
                    + patient
                    + "?as_of="
                    + Urls.encode(asOf))
            .require(200)
            .json()
            .path("values");
    var request = Scene.body();
    var tensor = request.putArray("inputs").addObject();
    tensor.put("name", "features").put("datatype", "FP64");
    tensor.putArray("shape").add(1).add(inputs.size());
    tensor.set("data", row(inputs, values));
    return scene
        .api()
        .postRepeatable("/v2/models/" + ModelStep.MODEL + "/infer", request)
        .require(200)
        .json()
        .path("outputs")
        .path(0)
        .path("data")
        .path(0)
        .asDouble(Double.NaN);
  }

  static ArrayNode row(JsonNode inputs, JsonNode values) {
    ArrayNode row = Json.array();
    for (JsonNode input : inputs) {
      JsonNode value = values.path(input.path("name").asText());
      if (value.isNumber()) {
        row.add(value.asDouble());
      } else if (value.isBoolean()) {
        row.add(value.asBoolean() ? 1 : 0);
      } else if (value.isTextual()) {
        row.add(index(input.path("levels"), value.asText()));
      } else {
        row.addNull();
      }
    }
    return row;
  }

  private static int index(JsonNode levels, String level) {
    for (int i = 0; i < levels.size(); i++) {
      if (levels.get(i).asText().equals(level)) {
        return i;
      }
    }
    return UNKNOWN_LEVEL;
  }
}

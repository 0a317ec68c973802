package io.salus.records.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What an import is to read.
 *
 * @param baseUrl of this server; references that start with it are local
 * @param inputs in order; they may refer to each other whichever way
 */
record ImportOrder(String baseUrl, List<Input> inputs) {
  /**
   * A file of NDJSON in object storage.
   *
   * @param own whether it was stored for this import only, and goes away with it
   */
  record Input(String key, long bytes, boolean own) {}

  long bytes() {
    return inputs.stream().mapToLong(Input::bytes).sum();
  }

  Map<String, ?> toParams() {
    return Map.of(
        "base_url",
        baseUrl,
        "inputs",
        inputs.stream()
            .map(input -> Map.of("key", input.key, "bytes", input.bytes, "own", input.own))
            .toList());
  }

  static ImportOrder fromParams(JsonNode params) {
    List<Input> inputs = new ArrayList<>();
    for (JsonNode input : params.path("inputs")) {
      inputs.add(
          new Input(
              input.path("key").asText(),
              input.path("bytes").asLong(),
              input.path("own").asBoolean()));
    }
    return new ImportOrder(params.path("base_url").asText(), inputs);
  }
}

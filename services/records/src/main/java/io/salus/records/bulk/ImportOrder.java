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
   * A file of NDJSON that was sent for this import; it goes away with it.
   *
   * @param name that no other input has
   */
  record Input(String name, long bytes) {
    String key() {
      return BulkFiles.inputKey(name);
    }
  }

  long bytes() {
    return inputs.stream().mapToLong(Input::bytes).sum();
  }

  Map<String, ?> toParams() {
    return Map.of(
        "base_url",
        baseUrl,
        "inputs",
        inputs.stream().map(input -> Map.of("name", input.name, "bytes", input.bytes)).toList());
  }

  static ImportOrder fromParams(JsonNode params) {
    List<Input> inputs = new ArrayList<>();
    for (JsonNode input : params.path("inputs")) {
      inputs.add(new Input(input.path("name").asText(), input.path("bytes").asLong()));
    }
    return new ImportOrder(params.path("base_url").asText(), inputs);
  }
}

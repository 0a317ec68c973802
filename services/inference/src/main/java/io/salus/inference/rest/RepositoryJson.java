package io.salus.inference.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.salus.service.errors.AppException.InvalidInput;
import java.io.IOException;

/** Bodies of requests that are JSON objects, and may be empty. */
final class RepositoryJson {
  private static final ObjectMapper JSON = new ObjectMapper(InferJsonReader.JSON);

  private RepositoryJson() {}

  static boolean readyOnly(RestRequest request) {
    JsonNode ready = read(request).path("ready");
    if (!ready.isMissingNode() && !ready.isBoolean()) {
      throw new InvalidInput("'ready' must be true or false.", "ready");
    }
    return ready.asBoolean();
  }

  /** Nothing that a client sends changes what a model is. */
  static void checkParameters(RestRequest request, boolean load) {
    read(request)
        .path("parameters")
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (load || !name.equals("unload_dependents")) {
                throw new InvalidInput(
                    load
                        ? "What a model is stands in its manifest."
                        : "There is no such parameter.",
                    "parameters." + name);
              }
            });
  }

  static JsonNode read(RestRequest request) {
    if (!request.body().hasRemaining()) {
      return JSON.createObjectNode();
    }
    try {
      JsonNode body =
          JSON.readTree(
              request.body().array(),
              request.body().arrayOffset() + request.body().position(),
              request.body().remaining());
      if (!body.isObject()) {
        throw new InvalidInput("The body must be a JSON object.");
      }
      return body;
    } catch (IOException e) {
      throw new InvalidInput("The body is not well-formed JSON.");
    }
  }
}

package io.salus.records.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.store.Json;
import io.salus.service.errors.AppException.InvalidInput;

/** A change of a resource that a client describes. */
public interface ResourcePatch {
  /** Media type of a JSON Patch, as a Binary in a Bundle names it. */
  String JSON_PATCH = "application/json-patch+json";

  /**
   * The changed resource; the given one stays as it is. Throws {@code Unprocessable} when the patch
   * does not fit it.
   */
  ObjectNode apply(ObjectNode resource);

  /**
   * Understands the body of a request: an array is a JSON Patch, Parameters a FHIRPath Patch.
   *
   * @param place of the patch, for errors; empty outside a Bundle
   */
  static ResourcePatch parse(byte[] body, String place) {
    return of(Json.parseAny(body), place);
  }

  /** The same for JSON that was read before. */
  static ResourcePatch of(JsonNode body, String place) {
    if (body.isArray()) {
      return JsonPatch.of(body, place);
    }
    if (body.path("resourceType").asText().equals("Parameters")) {
      return FhirPathPatch.of(body, place);
    }
    throw new InvalidInput("A patch is a JSON Patch or a Parameters resource.", at(place, ""));
  }

  /** A place within the patch. */
  static String at(String place, String inside) {
    return place.isEmpty()
        ? (inside.isEmpty() ? "patch" : inside)
        : inside.isEmpty() ? place : place + "." + inside;
  }
}

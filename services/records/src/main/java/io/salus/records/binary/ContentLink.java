package io.salus.records.binary;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.UUID;

/**
 * How a Binary names its content in object storage: an extension of its meta, since a Binary itself
 * has none. It is worth nothing on another Binary: content knows whose it is.
 */
final class ContentLink {
  private static final String URL = "http://salus.io/fhir/StructureDefinition/content";

  private ContentLink() {}

  static void put(ObjectNode binary, StoredContent content) {
    binary
        .withObject("/meta")
        .withArray("extension")
        .addObject()
        .put("url", URL)
        .put("valueUri", "urn:uuid:" + content.id());
  }

  static Optional<UUID> of(JsonNode binary) {
    for (JsonNode extension : binary.path("meta").path("extension")) {
      String value = extension.path("valueUri").asText();
      if (extension.path("url").asText().equals(URL) && value.startsWith("urn:uuid:")) {
        try {
          return Optional.of(UUID.fromString(value.substring(9)));
        } catch (IllegalArgumentException e) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }
}

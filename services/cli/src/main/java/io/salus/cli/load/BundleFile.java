package io.salus.cli.load;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.salus.cli.terminal.Json;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file with a FHIR Bundle, as far as an import has to know it.
 *
 * @param path where it is
 * @param type the bundle's type, empty when the file is no bundle
 * @param entries entries in it
 * @param patientIdentifier `system|value` of the first identifier of the first Patient; null when
 *     there is none
 */
record BundleFile(Path path, String type, int entries, @Nullable String patientIdentifier) {
  private static final JsonFactory FACTORY = Json.MAPPER.getFactory();

  /** Reads what is needed in one pass, without building the bundle in memory. */
  static BundleFile scan(Path path) throws IOException {
    String type = "";
    boolean bundle = false;
    int entries = 0;
    String identifier = null;
    try (JsonParser parser = FACTORY.createParser(path.toFile())) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return new BundleFile(path, "", 0, null);
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        parser.nextToken();
        switch (field) {
          case "resourceType" -> bundle = parser.getText().equals("Bundle");
          case "type" -> type = parser.getText();
          case "entry" -> {
            while (parser.nextToken() == JsonToken.START_OBJECT) {
              entries++;
              if (identifier == null && entries <= 5) {
                identifier = identifier(Json.MAPPER.readTree(parser));
              } else {
                parser.skipChildren();
              }
            }
          }
          default -> parser.skipChildren();
        }
      }
    }
    return new BundleFile(path, bundle ? type : "", entries, identifier);
  }

  /** Whether it is a bundle that can be posted. */
  boolean postable() {
    return type.equals("transaction") || type.equals("batch");
  }

  /** Whether it is about one patient and can be found again by that patient. */
  boolean findable() {
    return type.equals("transaction") && patientIdentifier != null;
  }

  private static @Nullable String identifier(@Nullable JsonNode entry) {
    JsonNode resource = entry == null ? Json.object() : entry.path("resource");
    JsonNode first = resource.path("identifier").path(0);
    boolean usable =
        resource.path("resourceType").asText().equals("Patient")
            && first.hasNonNull("system")
            && first.hasNonNull("value");
    return usable ? first.get("system").asText() + "|" + first.get("value").asText() : null;
  }
}

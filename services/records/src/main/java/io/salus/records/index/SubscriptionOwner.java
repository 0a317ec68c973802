package io.salus.records.index;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * Whose a Subscription is. R4 has it in no compartment; one that a patient's token made is in that
 * patient's here, so that the same token finds, reads and ends it, and no other patient's does.
 */
public final class SubscriptionOwner {
  /** The extension in which the server notes by whose rights a subscription is told. */
  public static final String RIGHTS =
      "https://salus.io/fhir/StructureDefinition/subscription-rights";

  private SubscriptionOwner() {}

  static Optional<String> patient(JsonNode subscription) {
    for (JsonNode extension : subscription.path("extension")) {
      if (extension.path("url").asText().equals(RIGHTS)) {
        for (JsonNode part : extension.path("extension")) {
          if (part.path("url").asText().equals("patient") && part.path("valueId").isTextual()) {
            return Optional.of(part.path("valueId").textValue());
          }
        }
      }
    }
    return Optional.empty();
  }
}

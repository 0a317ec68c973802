package io.salus.records.subscription;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.index.SubscriptionOwner;
import io.salus.records.store.TenantHash;
import io.salus.service.security.Caller;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * By whose rights a subscription sees what it is told of: those of who wrote it last. They are kept
 * in the resource, in an extension that the server writes, so that they are stored, versioned and
 * deleted together with it; and they are signed, so that one that came another way is nobody's.
 */
final class Rights {
  /** The extension; its parts are subject, scope, patient and signature. */
  private static final String URL = SubscriptionOwner.RIGHTS;

  private Rights() {}

  /** Puts the caller's rights in the place of whatever the resource has there. */
  static void write(Caller caller, TenantHash hash, ObjectNode resource) {
    ArrayNode others = resource.arrayNode();
    for (JsonNode extension : resource.path("extension")) {
      if (!extension.path("url").asText().equals(URL)) {
        others.add(extension);
      }
    }
    String scopes = String.join(" ", new TreeSet<>(caller.scopes()));
    ArrayNode parts = others.addObject().put("url", URL).putArray("extension");
    parts.addObject().put("url", "subject").put("valueString", caller.subject());
    parts.addObject().put("url", "scope").put("valueString", scopes);
    String patient = caller.patient();
    if (patient != null) {
      parts.addObject().put("url", "patient").put("valueId", patient);
    }
    parts
        .addObject()
        .put("url", "signature")
        .put("valueString", signature(hash, resource, caller.subject(), scopes, patient));
    resource.set("extension", others);
  }

  /** The caller whose rights a stored subscription has; empty when the signature is not ours. */
  static Optional<Caller> read(String tenant, TenantHash hash, JsonNode resource) {
    for (JsonNode extension : resource.path("extension")) {
      if (extension.path("url").asText().equals(URL)) {
        String subject = part(extension, "subject");
        String scopes = part(extension, "scope");
        String patient = part(extension, "patient");
        if (subject == null || scopes == null) {
          return Optional.empty();
        }
        String signature = signature(hash, resource, subject, scopes, patient);
        return signature.equals(part(extension, "signature"))
            ? Optional.of(new Caller(tenant, subject, Set.of(scopes.split(" ")), patient, null))
            : Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static String signature(
      TenantHash hash, JsonNode resource, String subject, String scopes, @Nullable String patient) {
    String signed =
        String.join(
            "\u0001",
            "subscription",
            resource.path("id").asText(),
            resource.path("criteria").asText(),
            resource.path("channel").path("endpoint").asText(),
            subject,
            scopes,
            patient == null ? "" : patient);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(hash.sign(signed));
  }

  private static @Nullable String part(JsonNode extension, String name) {
    for (JsonNode part : extension.path("extension")) {
      if (part.path("url").asText().equals(name)) {
        return part.has("valueId")
            ? part.path("valueId").asText()
            : part.path("valueString").asText();
      }
    }
    return null;
  }
}

package io.salus.records.binary;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.records.definition.R4;
import io.salus.records.store.Json;
import io.salus.records.store.ResourceId;
import io.salus.records.store.ResourceStore;
import io.salus.records.store.StoredVersion;
import io.salus.service.errors.AppException.Gone;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * Who may see a Binary: who may see the resource of its securityContext; without one, everybody
 * with the scope whose token is not bound to a patient.
 */
@ApplicationScoped
class BinaryAccess {
  private final ResourceStore store;

  BinaryAccess(ResourceStore store) {
    this.store = store;
  }

  /** A Binary and its resource as JSON, without content in object storage. */
  record Seen(StoredVersion version, JsonNode json) {}

  /** The present version for a caller who may see it. Blocks. */
  Seen require(Caller caller, String id) {
    caller.requireBoundBinary();
    StoredVersion version =
        find(unbounded(caller), "Binary", id).orElseThrow(BinaryAccess::notFound);
    boolean bound = caller.patientContext().isPresent();
    if (version.deleted()) {
      if (bound) {
        throw notFound();
      }
      throw new Gone("The resource was deleted.");
    }
    JsonNode json = Json.parse(version.json());
    String context = json.path("securityContext").path("reference").asText();
    if (context.isEmpty() ? bound : !sees(caller, context)) {
      throw notFound();
    }
    return new Seen(version, json);
  }

  /** Throws InvalidInput for what is no reference, NotFound for what the caller may not see. */
  void requireContext(Caller caller, String reference) {
    if (parse(reference).isEmpty()) {
      throw new InvalidInput("The context is a reference `Type/id`.", "X-Security-Context");
    }
    if (!sees(caller, reference)) {
      throw new NotFound("There is no such resource to bind the content to.");
    }
  }

  /** Whether the present version of its Binary has this content. */
  boolean isUsed(Caller caller, StoredContent content) {
    return find(unbounded(caller), "Binary", content.binary())
        .filter(version -> !version.deleted())
        .flatMap(version -> ContentLink.of(Json.parse(version.json())))
        .filter(content.id()::equals)
        .isPresent();
  }

  private boolean sees(Caller caller, String reference) {
    return parse(reference)
        .filter(id -> caller.hasFhir(id.type(), 'r'))
        .flatMap(id -> find(caller, id.type(), id.id()))
        .filter(version -> !version.deleted())
        .isPresent();
  }

  private Optional<StoredVersion> find(Caller caller, String type, String id) {
    return store.read(caller, type, id).await().indefinitely();
  }

  private static Caller unbounded(Caller caller) {
    return new Caller(caller.tenant(), caller.subject(), caller.scopes(), null, caller.service());
  }

  private static Optional<ResourceId> parse(String reference) {
    String[] parts = reference.split("/", -1);
    return parts.length == 2 && R4.isResourceType(parts[0]) && ResourceId.isId(parts[1])
        ? Optional.of(new ResourceId(parts[0], parts[1]))
        : Optional.empty();
  }

  private static NotFound notFound() {
    return new NotFound("There is no such resource.");
  }
}

package io.salus.records.fhir;

import io.salus.records.definition.R4;
import io.salus.records.store.ResourceStore;
import io.salus.records.store.StoredVersion;
import io.salus.service.errors.AppException.Gone;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.security.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** The read and vread interactions. */
@ApplicationScoped
class Reads {
  private final ResourceStore store;

  Reads(ResourceStore store) {
    this.store = store;
  }

  Uni<StoredVersion> read(Caller caller, String type, String id) {
    requireType(type);
    caller.requireFhir(type, 'r');
    return store.read(caller, type, id).map(found -> present(found.orElse(null)));
  }

  Uni<StoredVersion> readVersion(Caller caller, String type, String id, int version) {
    requireType(type);
    caller.requireFhir(type, 'r');
    return store
        .versions(caller, type, id, version, version, 1)
        .map(found -> present(found.isEmpty() ? null : found.getFirst()));
  }

  static void requireType(String type) {
    if (!R4.isResourceType(type)) {
      throw new NotFound("There is no resource type of this name.");
    }
  }

  static void requireNoNul(String text) {
    if (text.indexOf('\u0000') >= 0) {
      throw new InvalidInput("The request holds a NUL character.");
    }
  }

  static StoredVersion present(@Nullable StoredVersion found) {
    if (found == null) {
      throw new NotFound("There is no such resource.");
    }
    if (found.deleted()) {
      throw new Gone("The resource was deleted.");
    }
    return found;
  }
}

package io.salus.records.meta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.definition.R4;
import io.salus.records.operation.OperationAnswer;
import io.salus.records.operation.OperationCall;
import io.salus.records.store.Json;
import io.salus.records.store.ResourceStore;
import io.salus.records.store.StoredVersion;
import io.salus.records.transaction.ResourceWrites;
import io.salus.service.errors.AppException.Conflict;
import io.salus.service.errors.AppException.Gone;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.security.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Reads and changes the meta of resources. A change makes a version, as every write does. */
@ApplicationScoped
class Metas {
  /** Each time somebody else must have written in between. */
  private static final int TRIES = 10;

  /** How the given meta changes the one that is there. */
  interface Edit {
    void apply(ObjectNode meta, JsonNode given);
  }

  private final ResourceStore store;
  private final ResourceWrites writes;

  Metas(ResourceStore store, ResourceWrites writes) {
    this.store = store;
    this.writes = writes;
  }

  static boolean has(String type) {
    return R4.isResourceType(type);
  }

  static String definition(String name) {
    return "http://hl7.org/fhir/OperationDefinition/Resource-" + name;
  }

  /** Parameters with one meta, as the operations return it. */
  static OperationAnswer answer(JsonNode meta) {
    ObjectNode parameters = Json.object().put("resourceType", "Parameters");
    parameters.putArray("parameter").addObject().put("name", "return").set("valueMeta", meta);
    return OperationAnswer.of(parameters);
  }

  Uni<JsonNode> read(Caller caller, String type, String id) {
    caller.requireFhir(type, 'r');
    return present(caller, type, id).map(found -> found.path("meta"));
  }

  Uni<JsonNode> change(Caller caller, OperationCall call, Edit edit) {
    caller.requireFhir(call.type(), 'r');
    caller.requireFhir(call.type(), 'u');
    JsonNode given =
        call.parameters()
            .value("meta")
            .filter(JsonNode::isObject)
            .orElseThrow(() -> new InvalidInput("The operation needs a meta.", "meta"));
    return attempt(caller, call, edit, given, TRIES);
  }

  private Uni<JsonNode> attempt(
      Caller caller, OperationCall call, Edit edit, JsonNode given, int tries) {
    return present(caller, call.type(), call.id())
        .flatMap(
            found -> {
              ObjectNode changed = found.deepCopy();
              ObjectNode meta = changed.withObject("/meta");
              edit.apply(meta, given);
              if (changed.equals(found)) {
                return Uni.createFrom().item(meta);
              }
              int version = found.at("/meta/versionId").asInt();
              return writes
                  .update(caller, call.type(), call.id(), Json.print(changed), version)
                  .map(result -> Json.parse(result.version().json()).path("meta"));
            })
        .onFailure(failure -> failure instanceof Conflict && tries > 1)
        .recoverWithUni(() -> attempt(caller, call, edit, given, tries - 1));
  }

  private Uni<ObjectNode> present(Caller caller, String type, String id) {
    return store
        .read(caller, type, id)
        .map(
            found -> {
              StoredVersion version =
                  found.orElseThrow(() -> new NotFound("There is no such resource."));
              if (version.deleted()) {
                throw new Gone("The resource was deleted.");
              }
              return Json.parse(version.json());
            });
  }
}

package io.salus.records.terminology;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.records.operation.Content;
import io.salus.records.operation.Level;
import io.salus.records.operation.Method;
import io.salus.records.operation.OperationAnswer;
import io.salus.records.operation.OperationCall;
import io.salus.records.operation.Operations;
import io.salus.records.store.Json;
import io.salus.records.transaction.ResourceWrites;
import io.salus.service.errors.AppException;
import io.salus.service.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Stores resources and calls operations as somebody who may do everything in a tenant. */
@ApplicationScoped
public class Tenant {
  private final Operations operations;
  private final ResourceWrites writes;

  Tenant(Operations operations, ResourceWrites writes) {
    this.operations = operations;
    this.writes = writes;
  }

  /** Somebody who may do everything. */
  public static Caller caller(String tenant) {
    return new Caller(tenant, "tester", Set.of("system/*.cruds"), null, null);
  }

  static Caller patient(String tenant, @Nullable String patient) {
    return new Caller(tenant, "tester", Set.of("patient/*.rs"), patient, null);
  }

  /** Stores a resource under an id. */
  public void put(String tenant, String type, String id, String json) {
    String named = "{\"id\":\"" + id + "\"," + json.strip().substring(1);
    writes
        .update(caller(tenant), type, id, named.getBytes(StandardCharsets.UTF_8), 0)
        .await()
        .indefinitely();
  }

  void delete(String tenant, String type, String id) {
    writes.delete(caller(tenant), type, id, 0).await().indefinitely();
  }

  JsonNode get(String tenant, String type, String name, String query) {
    return answer(caller(tenant), type, "", name, query, "");
  }

  /** Posts a body to an operation of a type. */
  public JsonNode post(String tenant, String type, String name, String body) {
    return answer(caller(tenant), type, "", name, "", body);
  }

  /**
   * The answer, or for an error an OperationOutcome's beginning: {@code status} and {@code text}.
   *
   * @param id empty for the type
   * @param body empty for GET
   */
  public JsonNode answer(
      Caller caller, String type, String id, String name, String query, String body) {
    OperationCall call =
        new OperationCall(
            id.isEmpty() ? Level.TYPE : Level.INSTANCE,
            type,
            id,
            body.isEmpty() ? Method.GET : Method.POST,
            query,
            "application/fhir+json",
            body.getBytes(StandardCharsets.UTF_8),
            "http://salus.test/fhir",
            false,
            false,
            "");
    try {
      OperationAnswer answer = operations.run(caller, name, call).await().indefinitely();
      return Json.parse(((Content.Bytes) answer.content()).bytes());
    } catch (AppException e) {
      return Json.object().put("error", e.code()).put("text", e.publicDetail());
    }
  }
}

package io.salus.records.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.operation.BodyWriter;
import io.salus.records.operation.Content;
import io.salus.records.operation.Level;
import io.salus.records.operation.Method;
import io.salus.records.operation.OperationAnswer;
import io.salus.records.operation.OperationCall;
import io.salus.records.operation.Operations;
import io.salus.records.store.Json;
import io.salus.records.transaction.ResourceWrites;
import io.salus.service.security.Caller;
import io.smallrye.mutiny.Multi;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Writes resources and calls operations, as one caller. */
record ViewClient(Operations operations, ResourceWrites writes, Caller caller) {
  static final String BASE = "http://salus.test/fhir";

  /** Id, gender and family name of patients. */
  static final String PATIENTS =
      """
      {"resourceType":"ViewDefinition","id":"patients","url":"http://example.org/patients","version":"1","name":"patients",
       "status":"active","resource":"Patient","select":[{"column":[
        {"name":"id","path":"getResourceKey()"},{"name":"gender","path":"gender"},
        {"name":"family","path":"name.family","collection":true}]}]}
      """;

  static Caller admin(String tenant) {
    return new Caller(tenant, "tester", Set.of("system/*.cruds", "salus/*.*"), null, null);
  }

  static Caller caller(String tenant, String scope, @Nullable String patient) {
    return new Caller(tenant, "tester", Set.of(scope), patient, null);
  }

  ViewClient as(Caller other) {
    return new ViewClient(operations, writes, other);
  }

  int put(String json) {
    var resource = Json.parse(json.getBytes(StandardCharsets.UTF_8));
    return writes
        .update(
            caller,
            resource.path("resourceType").asText(),
            resource.path("id").asText(),
            Json.print(resource),
            0)
        .await()
        .indefinitely()
        .version()
        .version();
  }

  /** A view, two patients and a weight of each. */
  void putWeights() {
    put(PATIENTS);
    put(patient("a", "female"));
    put(patient("b", "male"));
    put(weight("w1", "a", 70));
    put(weight("w2", "b", 80));
  }

  void delete(String type, String id) {
    writes.delete(caller, type, id, 0).await().indefinitely();
  }

  void putMany(int count, IntFunction<String> json) {
    Multi.createFrom()
        .range(0, count)
        .map(i -> Json.parse(json.apply(i).getBytes(StandardCharsets.UTF_8)))
        .onItem()
        .transformToUni(
            resource ->
                writes.update(
                    caller,
                    resource.path("resourceType").asText(),
                    resource.path("id").asText(),
                    Json.print(resource),
                    0))
        .merge(16)
        .collect()
        .asList()
        .await()
        .indefinitely();
  }

  static String patient(String id, String gender) {
    return """
    {"resourceType":"Patient","id":"%s","gender":"%s","name":[{"family":"Of %s"}]}\
    """
        .formatted(id, gender, id);
  }

  static String weight(String id, String patient, int kilograms) {
    return """
    {"resourceType":"Observation","id":"%s","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"29463-7"}]},
     "subject":{"reference":"Patient/%s"},"effectiveDateTime":"2024-01-01","valueQuantity":{"value":%d,"unit":"kg"}}\
    """
        .formatted(id, patient, kilograms);
  }

  /** `Parameters` with a view, and more parameters as JSON. */
  static String with(String view, String more) {
    return "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"viewResource\",\"resource\":"
        + view
        + "}"
        + (more.isEmpty() ? "" : "," + more)
        + "]}";
  }

  /** The rows of a stored view, as NDJSON. */
  String run(String id, String query) {
    return text(call("viewdefinition-run", id, Method.GET, query, "", ""));
  }

  OperationAnswer call(
      String name, String id, Method method, String query, String body, String accept) {
    return operations
        .run(
            caller,
            name,
            new OperationCall(
                id.isEmpty() ? Level.TYPE : Level.INSTANCE,
                "ViewDefinition",
                id,
                method,
                query,
                body.isEmpty() ? "" : "application/fhir+json",
                body.getBytes(StandardCharsets.UTF_8),
                BASE,
                false,
                false,
                accept))
        .await()
        .indefinitely();
  }

  static String text(OperationAnswer answer) {
    return new String(bytes(answer), StandardCharsets.UTF_8);
  }

  static byte[] bytes(OperationAnswer answer) {
    return switch (answer.content()) {
      case Content.Bytes whole -> whole.bytes();
      case BodyWriter writer -> {
        var out = new ByteArrayOutputStream();
        try {
          writer.write(out);
        } catch (IOException e) {
          throw new AssertionError(e);
        }
        yield out.toByteArray();
      }
    };
  }

  /** Ids in the rows of NDJSON, in order. */
  static List<String> ids(String ndjson) {
    return ndjson.lines().map(ViewClient::row).map(row -> row.path("id").asText()).toList();
  }

  static ObjectNode row(String line) {
    return Json.parse(line.getBytes(StandardCharsets.UTF_8));
  }

  static JsonNode json(OperationAnswer answer) {
    return Json.parse(bytes(answer));
  }
}

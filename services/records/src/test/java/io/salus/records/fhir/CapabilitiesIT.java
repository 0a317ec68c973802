package io.salus.records.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.salus.proto.records.v1.OperationHead;
import io.salus.proto.records.v1.OperationLevel;
import io.salus.proto.records.v1.OperationMethod;
import io.salus.records.store.Json;
import io.salus.service.errors.AppException;
import io.salus.service.errors.ErrorCategory;
import io.salus.testkit.RealPostgres;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What the CapabilityStatement says, tried out; and what it does not say, too. */
@QuarkusTest
@QuarkusTestResource(
    value = RealPostgres.class,
    initArgs = @ResourceArg(name = "service", value = "records"))
class CapabilitiesIT {
  private static final String BASIC =
      "{\"resourceType\":\"Basic\",\"id\":\"b\",\"code\":{\"text\":\"x\"}}";

  @TestHTTPResource("/")
  URI address;

  @Test
  void doesEachInteractionThatItDeclares() throws Throwable {
    try (TestFhir fhir = TestFhir.admin(address, "capabilities")) {
      JsonNode statement = fhir.capabilities();
      JsonNode basic = resource(statement, "Basic");
      Map<String, Executable> interactions = new LinkedHashMap<>();
      interactions.put("create", () -> fhir.create("Basic", BASIC));
      interactions.put("update", () -> fhir.update("Basic", "b", BASIC, 0));
      interactions.put("read", () -> fhir.read("Basic", "b"));
      interactions.put("vread", () -> fhir.readVersion("Basic", "b", 1));
      interactions.put("patch", () -> fhir.patch("Basic", "b", "[]", 0));
      interactions.put("history-instance", () -> fhir.history("Basic", "b"));
      interactions.put("history-type", () -> fhir.history("Basic", ""));
      interactions.put("search-type", () -> fhir.search("Basic", ""));
      interactions.put("delete", () -> fhir.delete("Basic", "b"));

      assertEquals(interactions.keySet(), codes(basic.path("interaction")));
      for (Executable interaction : interactions.values()) {
        interaction.execute();
      }
      assertEquals(
          Set.of("transaction", "batch", "history-system", "search-system"),
          codes(statement.at("/rest/0/interaction")));
      for (String type : List.of("transaction", "batch")) {
        var unused = fhir.submit(Samples.bundle(type));
      }
      var unused = fhir.history("", "");
      var unusedToo = fhir.search("", "_type=Basic");
    }
  }

  @Test
  void refusesWritesThatItDoesNotDeclare() {
    try (TestFhir fhir = TestFhir.admin(address, "capabilities-scheduled")) {
      for (String type : List.of("Slot", "Schedule", "Appointment")) {
        JsonNode declared = resource(fhir.capabilities(), type);
        assertFalse(codes(declared.path("interaction")).contains("update"));
        assertFalse(declared.path("updateCreate").asBoolean());
        String body = "{\"resourceType\":\"%s\",\"id\":\"a\"}".formatted(type);
        for (Executable write :
            List.<Executable>of(
                () -> fhir.create(type, body),
                () -> fhir.update(type, "a", body, 0),
                () -> fhir.updateWhere(type, "identifier=1", body),
                () -> fhir.patch(type, "a", "[]", 0),
                () -> fhir.deleteWhere(type, "identifier=1"),
                () -> fhir.delete(type, "a"))) {
          assertEquals(ErrorCategory.UNPROCESSABLE, TestFhir.error(write).category(), type);
        }
      }
    }
  }

  @Test
  void knowsEachSearchParameterThatItDeclaresAndNoOther() {
    try (TestFhir fhir = TestFhir.admin(address, "capabilities-search")) {
      JsonNode patient = resource(fhir.capabilities(), "Patient");
      List<String> failed = new ArrayList<>();
      for (JsonNode param : patient.path("searchParam")) {
        String value =
            switch (param.path("type").asText()) {
              case "date" -> "2024";
              case "number", "quantity" -> "1";
              case "reference" -> "1";
              default -> "x";
            };
        if (param.path("type").asText().equals("special")
            || param.path("type").asText().equals("composite")) {
          continue; // each has a form of its own, tried where it is at home
        }
        try {
          var unused = fhir.search("Patient", param.path("name").asText() + "=" + value, true);
        } catch (RuntimeException e) {
          failed.add(param.path("name").asText() + " " + e.getMessage());
        }
      }
      assertEquals(List.of(), failed);
      for (JsonNode include : patient.path("searchInclude")) {
        var unused = fhir.search("Patient", "_include=" + include.asText(), true);
      }
      assertTrue(patient.path("searchRevInclude").size() > 100);
      String revInclude = patient.path("searchRevInclude").path(0).asText();
      var unused = fhir.search("Patient", "_revinclude=" + revInclude, true);
      assertEquals(
          ErrorCategory.INVALID_INPUT,
          TestFhir.error(() -> fhir.search("Patient", "no-such-parameter=1", true)).category());
    }
  }

  @Test
  void hasEachOperationThatItDeclares() {
    try (TestFhir fhir = TestFhir.admin(address, "capabilities-operations")) {
      JsonNode statement = fhir.capabilities();
      assertTrue(names(resource(statement, "Basic").path("operation")).contains("meta-add"));
      for (JsonNode operation : resource(statement, "Patient").path("operation")) {
        String name = operation.path("name").asText();
        assertTrue(
            reached(fhir, OperationLevel.OPERATION_LEVEL_TYPE, name)
                || reached(fhir, OperationLevel.OPERATION_LEVEL_INSTANCE, name),
            name);
        assertFalse(operation.path("definition").asText().isEmpty());
      }
      for (JsonNode operation : statement.at("/rest/0/operation")) {
        String name = operation.path("name").asText();
        if (name.equals("events")) {
          continue; // a service of its own answers streams, and has tests of its own
        }
        assertTrue(reached(fhir, OperationLevel.OPERATION_LEVEL_SYSTEM, name), name);
      }
    }
  }

  /** Whether it is there at the level: it answers, or says what else is wrong. */
  private static boolean reached(TestFhir fhir, OperationLevel level, String name) {
    OperationHead.Builder head =
        OperationHead.newBuilder()
            .setLevel(level)
            .setType(level == OperationLevel.OPERATION_LEVEL_SYSTEM ? "" : "Patient")
            .setId(level == OperationLevel.OPERATION_LEVEL_INSTANCE ? "none" : "")
            .setName(name)
            .setMethod(OperationMethod.OPERATION_METHOD_POST)
            .setContentType("application/fhir+json")
            .setBaseUrl(TestFhir.BASE);
    try {
      var unused = fhir.operating(head, "{\"resourceType\":\"Parameters\"}");
      return true;
    } catch (io.grpc.StatusRuntimeException e) {
      AppException error = io.salus.service.errors.GrpcErrors.fromStatus(e);
      return error.category() != ErrorCategory.INTERNAL
          && !error.publicDetail().contains("no operation of this name");
    }
  }

  private static JsonNode resource(JsonNode statement, String type) {
    for (JsonNode resource : statement.at("/rest/0/resource")) {
      if (resource.path("type").asText().equals(type)) {
        return resource;
      }
    }
    return Json.object();
  }

  private static Set<String> codes(JsonNode interactions) {
    Set<String> codes = new HashSet<>();
    interactions.forEach(interaction -> codes.add(interaction.path("code").asText()));
    return codes;
  }

  private static Set<String> names(JsonNode operations) {
    Set<String> names = new HashSet<>();
    operations.forEach(operation -> names.add(operation.path("name").asText()));
    return names;
  }
}

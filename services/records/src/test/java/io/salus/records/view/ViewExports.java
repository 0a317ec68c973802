package io.salus.records.view;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.records.bulk.TestCalls;
import io.salus.records.operation.Method;
import io.salus.records.operation.OperationAnswer;
import io.salus.records.operation.Parameters;
import io.salus.service.security.Caller;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Exports of views as somebody asks for them, and as a worker does them. */
record ViewExports(TestCalls calls, ViewExportJob job, Caller caller) {
  private static final String EXPORT = "ViewDefinition/$viewdefinition-export";

  private static final String WEIGHTS =
      """
      {"resourceType":"ViewDefinition","name":"weights","resource":"Observation","select":[{"column":[
        {"name":"id","path":"id"},{"name":"kg","path":"value.ofType(Quantity).value","type":"decimal"}]}]}
      """;

  static final String STORED = stored("ViewDefinition/patients");
  static final String INLINE = inline(WEIGHTS);

  ViewExports as(Caller other) {
    return new ViewExports(calls, job, other);
  }

  /** Starts an export and says where to ask for it. */
  String start(String... parameters) {
    return TestCalls.location(call(body(parameters)));
  }

  OperationAnswer call(String body) {
    return calls.call(
        caller,
        Method.POST,
        EXPORT,
        "application/fhir+json",
        body.getBytes(StandardCharsets.UTF_8));
  }

  OperationAnswer get(String address) {
    return calls.get(caller, address);
  }

  /** What a worker does with the job. */
  void run(String location) throws IOException {
    succeed(location, job.run(attempt(location, n -> false, null)));
  }

  TestJob attempt(String location, IntPredicate dies, byte @Nullable [] checkpoint) {
    String id = id(location);
    return new TestJob(id, caller, calls.params(caller, id), dies, checkpoint);
  }

  void succeed(String location, String result) {
    calls.succeed(caller, id(location), result);
  }

  static String stored(String reference) {
    return "{\"name\":\"view\",\"part\":["
        + "{\"name\":\"viewReference\",\"valueReference\":{\"reference\":\"%s\"}}]}"
            .formatted(reference);
  }

  static String inline(String view) {
    return "{\"name\":\"view\",\"part\":[{\"name\":\"viewResource\",\"resource\":" + view + "}]}";
  }

  static String body(String... parameters) {
    return "{\"resourceType\":\"Parameters\",\"parameter\":[" + String.join(",", parameters) + "]}";
  }

  static String parameter(String name, String type, String value) {
    return "{\"name\":\"%s\",\"%s\":\"%s\"}".formatted(name, type, value);
  }

  static String id(String location) {
    return location.substring(location.indexOf('=') + 1);
  }

  static String value(JsonNode parameters, String name) {
    for (var one : parameters.path("parameter")) {
      if (one.path("name").asText().equals(name)) {
        return Parameters.valueOf(one).orElseThrow().asText();
      }
    }
    throw new AssertionError("no " + name + " in " + parameters);
  }

  static List<String> outputs(JsonNode done) {
    return parts(done, "name");
  }

  /** Addresses of the files, below the base. */
  static List<String> files(JsonNode done) {
    return parts(done, "location").stream()
        .map(url -> url.substring(TestCalls.BASE.length() + 1))
        .toList();
  }

  private static List<String> parts(JsonNode done, String name) {
    var values = new ArrayList<String>();
    for (var output : done.path("parameter")) {
      for (var part : output.path("part")) {
        if (part.path("name").asText().equals(name)) {
          values.add(Parameters.valueOf(part).orElseThrow().asText());
        }
      }
    }
    return values;
  }
}

package io.salus.records.view;

import static io.salus.records.view.ViewClient.PATIENTS;
import static io.salus.records.view.ViewClient.json;
import static io.salus.records.view.ViewClient.text;
import static io.salus.records.view.ViewExports.INLINE;
import static io.salus.records.view.ViewExports.STORED;
import static io.salus.records.view.ViewExports.body;
import static io.salus.records.view.ViewExports.files;
import static io.salus.records.view.ViewExports.id;
import static io.salus.records.view.ViewExports.inline;
import static io.salus.records.view.ViewExports.outputs;
import static io.salus.records.view.ViewExports.parameter;
import static io.salus.records.view.ViewExports.stored;
import static io.salus.records.view.ViewExports.value;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.salus.records.bulk.BulkFiles;
import io.salus.records.bulk.TestCalls;
import io.salus.records.operation.Method;
import io.salus.records.operation.Operations;
import io.salus.records.transaction.ResourceWrites;
import io.salus.service.errors.AppException.Forbidden;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.errors.AppException.Unprocessable;
import io.salus.service.security.Caller;
import io.salus.testkit.RealPostgres;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(
    value = RealPostgres.class,
    initArgs = @ResourceArg(name = "service", value = "records"))
class ExportViewsIT {
  @Inject Operations operations;
  @Inject ResourceWrites writes;
  @Inject TestCalls calls;
  @Inject ViewExportJob job;
  @Inject BulkFiles files;

  private final String tenant = "exports-" + UUID.randomUUID();
  private final Caller clinic = ViewClient.admin(tenant);
  private ViewClient client;
  private ViewExports exports;

  @BeforeEach
  void connect() {
    client = new ViewClient(operations, writes, clinic);
    client.putWeights();
    exports = new ViewExports(calls, job, clinic);
  }

  @Test
  void writesStoredAndInlineViewsInEveryFormat() throws Exception {
    for (var format : ViewFormat.values()) {
      var location =
          exports.start(parameter("_format", "valueCode", format.code()), STORED, INLINE);

      exports.run(location);

      var done = exports.get(location);
      assertEquals(List.of("patients", "weights"), outputs(json(done)));
      assertEquals("completed", value(json(done), "status"));
      assertTrue(done.headers().containsKey("Expires"));
      var file = exports.get(files(json(done)).getFirst());
      assertEquals(format.mediaType(), file.contentType());
      var direct =
          client.call(
              "viewdefinition-run", "patients", Method.GET, "_format=" + format.code(), "", "");
      if (format == ViewFormat.PARQUET) {
        assertTrue(text(file).startsWith("PAR1") && text(file).endsWith("PAR1"));
      } else {
        assertEquals(text(direct).strip(), text(file).strip(), format.code());
      }
    }
  }

  @Test
  void saysHowFarItIsAndWhatItWasCalled() throws Exception {
    var accepted =
        exports.call(body(STORED, parameter("clientTrackingId", "valueString", "monthly")));
    var location = TestCalls.location(accepted);
    assertEquals(202, accepted.status());
    assertEquals("accepted", value(json(accepted), "status"));
    assertEquals("monthly", value(json(accepted), "clientTrackingId"));

    var waiting = exports.get(location);
    assertEquals(202, waiting.status());
    assertTrue(waiting.headers().containsKey("X-Progress"));
    assertEquals(id(location), value(json(waiting), "exportId"));
    exports.run(location);

    assertEquals("monthly", value(json(exports.get(location)), "clientTrackingId"));
  }

  @Test
  void looksAtThePatientsGroupsAndTimesAskedForOnly() throws Exception {
    client.put(
        """
        {"resourceType":"Group","id":"g","type":"person","actual":true,"member":[{"entity":{"reference":"Patient/b"}}]}
        """);

    assertEquals(List.of("w1"), weights(parameter("patient", "valueString", "Patient/a")));
    assertEquals(List.of("w2"), weights(parameter("group", "valueString", "Group/g")));
    assertEquals(List.of(), weights(since("2999-01-01T00:00:00Z")));
    assertEquals(List.of("w1", "w2"), weights(since("2020-01-01T00:00:00Z")));
    assertThrows(
        NotFound.class,
        () -> exports.start(INLINE, parameter("patient", "valueString", "Patient/z")));
  }

  @Test
  void isForWhoAskedAndMaySeeWhatIsInIt() throws Exception {
    var location = exports.start(STORED, INLINE);
    exports.run(location);
    var file = files(json(exports.get(location))).getFirst();

    for (var other :
        List.of(
            ViewClient.admin("other-" + tenant),
            new Caller(tenant, "colleague", Set.of("system/*.cruds"), null, null))) {
      assertThrows(NotFound.class, () -> calls.get(other, location));
      assertThrows(NotFound.class, () -> calls.get(other, file));
    }
    assertThrows(
        Forbidden.class,
        () -> calls.get(ViewClient.caller(tenant, "system/Observation.rs", null), file));
    var strangers = exports.as(ViewClient.admin("other-" + tenant));
    assertThrows(NotFound.class, () -> strangers.call(body(STORED)));
    assertThrows(
        Forbidden.class,
        () -> exports.as(ViewClient.caller(tenant, "patient/*.rs", "a")).call(body(INLINE)));
    assertThrows(
        Forbidden.class,
        () -> exports.as(ViewClient.caller(tenant, "system/Patient.rs", null)).call(body(INLINE)));
  }

  @Test
  void aStrangersExportHoldsNothingOfThisTenant() throws Exception {
    var stranger = ViewClient.admin("other-" + tenant);
    var theirs = exports.as(stranger);
    var location = theirs.start(INLINE);

    job.run(theirs.attempt(location, n -> false, null));

    var file = files.of(stranger, id(location)).getFirst();
    assertEquals(0, file.resources());
    assertEquals(0, file.bytes());
  }

  @Test
  void refusesWhatItDoesNotDo() {
    for (var wrong :
        List.of(
            body(),
            body("{\"name\":\"view\",\"part\":[]}"),
            body(STORED, STORED),
            body(STORED, parameter("source", "valueString", "s3://bucket")),
            body(STORED, parameter("_format", "valueCode", "xml")),
            body(STORED, parameter("header", "valueBoolean", "true")),
            body(STORED, since("yesterday")),
            body(STORED.replace("viewReference", "viewReferenc")))) {
      assertThrows(InvalidInput.class, () -> exports.call(wrong), wrong);
    }
    assertThrows(NotFound.class, () -> exports.call(body(stored("ViewDefinition/none"))));
    var broken = INLINE.replace("\"path\":\"id\"", "\"path\":\"id(\"");
    var error = assertThrows(Unprocessable.class, () -> exports.call(body(STORED, broken)));
    assertEquals("view[1].select[0].column[0].path", error.place());
  }

  @Test
  void failsWithThePlaceWhenTheDataDoesNotFit() throws Exception {
    client.put("{\"resourceType\":\"Patient\",\"id\":\"c\",\"name\":[{\"given\":[\"x\",\"y\"]}]}");
    var view = PATIENTS.replace(",\"collection\":true", "").replace("name.family", "name.given");
    var location = exports.start(inline(view));

    var error = assertThrows(Unprocessable.class, () -> exports.run(location));

    assertEquals("family", error.place());
    assertNotEquals("", error.publicDetail());
  }

  /** Ids in the rows of an export of the weights. */
  private List<String> weights(String... more) throws Exception {
    var location =
        exports.start(Stream.concat(Stream.of(INLINE), Stream.of(more)).toArray(String[]::new));
    exports.run(location);
    var file = files(json(exports.get(location))).getFirst();
    return ViewClient.ids(text(exports.get(file)));
  }

  private static String since(String moment) {
    return parameter("_since", "valueInstant", moment);
  }
}

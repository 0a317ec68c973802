package io.salus.cli.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.cli.load.ImportFigures;
import io.salus.cli.load.Importer;
import io.salus.cli.terminal.Exit;
import io.salus.cli.terminal.Failure;
import java.nio.file.Path;
import java.util.Locale;

/** Step 1: bundles go in, and what a front end needs first comes out. */
record RecordsStep(Scene scene) {
  private static final int AT_ONCE = 4;

  void play(Path bundles) {
    ObjectNode step = scene.step("records");
    ImportFigures figures =
        new Importer(scene.api(), AT_ONCE, false)
            .load(bundles, scene.console(), "[1/7] Records in");
    step.set("import", figures.json());
    if (!figures.refusals().isEmpty()) {
      throw new Failure(
          Exit.FAILED,
          figures.refusals().size()
              + " bundles were refused; the first: "
              + figures.refusals().getFirst()
              + ".",
          "The records' log: ./salus logs records");
    }
    read(step);
    scene.look(step, "Patients", scene.api().base() + "/fhir/Patient?_sort=-_lastUpdated");
  }

  /** The calls that open a chart, each timed. */
  private void read(ObjectNode step) {
    JsonNode patient = entry("/fhir/Patient?_count=1&_sort=_id").path("resource");
    String id = patient.path("id").asText();
    String family = patient.path("name").path(0).path("family").asText();
    JsonNode identifier = patient.path("identifier").path(0);
    String version = patient.path("meta").path("versionId").asText("1");
    ObjectNode calls = step.putObject("front_end_milliseconds");
    timed(calls, "read", "/fhir/Patient/" + id);
    timed(calls, "vread", "/fhir/Patient/" + id + "/_history/" + version);
    timed(calls, "history", "/fhir/Patient/" + id + "/_history");
    timed(calls, "patient_by_name", "/fhir/Patient?name=" + Urls.encode(family));
    timed(
        calls,
        "patient_by_identifier",
        "/fhir/Patient?identifier="
            + Urls.encode(
                identifier.path("system").asText() + "|" + identifier.path("value").asText()));
    timed(
        calls,
        "patient_by_birthdate_and_gender",
        "/fhir/Patient?birthdate="
            + patient.path("birthDate").asText()
            + "&gender="
            + patient.path("gender").asText());
    timed(
        calls,
        "blood_pressures_newest_first",
        "/fhir/Observation?patient="
            + id
            + "&category=vital-signs&code=85354-9&_sort=-date&_count=10");
    timed(calls, "conditions", "/fhir/Condition?patient=" + id);
    timed(calls, "medication_requests", "/fhir/MedicationRequest?patient=" + id);
    timed(calls, "immunizations", "/fhir/Immunization?patient=" + id);
    timed(
        calls,
        "encounters_with_patient",
        "/fhir/Encounter?patient=" + id + "&_include=Encounter:patient&_count=5");
    var slowest = new StringBuilder();
    calls
        .properties()
        .forEach(
            e ->
                slowest
                    .append(slowest.isEmpty() ? "" : ", ")
                    .append(e.getKey())
                    .append(' ')
                    .append(String.format(Locale.ROOT, "%.0f ms", e.getValue().asDouble())));
    scene.console().note("        First calls: " + slowest);
  }

  private void timed(ObjectNode calls, String name, String path) {
    long started = System.nanoTime();
    scene.api().get(path).require(200);
    calls.put(name, (System.nanoTime() - started) / 1e6);
  }

  private JsonNode entry(String path) {
    JsonNode entry = scene.api().get(path).require(200).json().path("entry").path(0);
    if (entry.isMissingNode()) {
      throw new Failure(
          Exit.FAILED,
          "Nothing was found by " + path + ".",
          "The records' log: ./salus logs records");
    }
    return entry;
  }
}

package io.salus.cli.bench.records;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.cli.bench.load.ConnectionLoad;
import io.salus.cli.bench.load.HttpExchange;
import io.salus.cli.bench.load.Measured;
import io.salus.cli.bench.load.Question;
import io.salus.cli.bench.load.Questions;
import io.salus.cli.bench.load.Timeline;
import io.salus.cli.bench.stage.Base;
import io.salus.cli.bench.stage.Stage;
import io.salus.cli.terminal.Json;
import io.salus.cli.terminal.Progress;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Whether a tenant that grows becomes slower: slim patients, each with four measured values, and
 * reads and selective searches at three sizes.
 */
record GrowthBench(Stage stage) {
  private static final int[] SIZES = {1_000, 4_000, 16_000};
  private static final int IN_A_BUNDLE = 100;
  private static final int OBSERVATIONS = 4;
  private static final int ASKED = 500;
  private static final int CLIENTS = 4;
  private static final double MOST = 1.3;
  private static final String SYSTEM = "urn:salus:bench";
  private static final List<String> KINDS =
      List.of("read", "token", "string", "date range", "chain", "patient's values");

  void run() throws IOException {
    FhirServer server =
        FhirServer.of("Salus", stage.state().gatewayUrl() + "/fhir", stage.token("growth"));
    Duration each = stage.time();
    try (Progress progress = stage.console().progress("Growth", 1, "")) {
      var timeline = new Timeline(progress, stage.warmUp().plus(each).multipliedBy(SIZES.length));
      var ids = new ArrayList<String>();
      double[] first = new double[KINDS.size()];
      for (int size : SIZES) {
        for (int from = ids.size(); from < size; from += IN_A_BUNDLE) {
          ids.addAll(made(server, from));
        }
        var questions = Questions.round(questions(server, ids));
        var load =
            new ConnectionLoad(server.address(), KINDS.size(), i -> new HttpExchange(questions));
        load.run(CLIENTS, stage.warmUp(), timeline, size + " patients, warming up");
        var loaded = load.run(CLIENTS, each, timeline, size + " patients");
        for (int kind = 0; kind < KINDS.size(); kind++) {
          Measured measured = loaded.of(kind);
          String name = "growth: " + KINDS.get(kind) + ", " + size + " patients";
          stage.results().load(name, CLIENTS, measured, Base.NONE, java.util.Map.of());
          if (size == SIZES[0]) {
            first[kind] = measured.p50Millis();
          } else if (size == SIZES[SIZES.length - 1]) {
            double growth = measured.p50Millis() / first[kind];
            stage
                .results()
                .figure("growth of p50: " + KINDS.get(kind), growth, "of at most " + MOST);
          }
        }
      }
      progress.done("measured");
    }
  }

  private static List<String> made(FhirServer server, int from) throws IOException {
    ObjectNode bundle = Json.object().put("resourceType", "Bundle").put("type", "transaction");
    var entries = bundle.putArray("entry");
    for (int i = from; i < from + IN_A_BUNDLE; i++) {
      String patient = "urn:uuid:00000000-0000-4000-8000-" + String.format("%012d", i);
      add(entries.addObject(), patient, patient(i));
      for (int k = 0; k < OBSERVATIONS; k++) {
        add(entries.addObject(), "", observation(i, k, patient));
      }
    }
    FhirServer.Reply reply = server.post("", BodyPublishers.ofString(bundle.toString()));
    if (reply.status() != 200) {
      throw new IOException("Salus answered " + reply.status() + " to a transaction");
    }
    var ids = new ArrayList<String>();
    for (var entry : reply.json().path("entry")) {
      String location = entry.path("response").path("location").asText();
      int at = location.indexOf("Patient/");
      if (at >= 0) {
        ids.add(location.substring(at + "Patient/".length()).replaceFirst("/.*", ""));
      }
    }
    return ids;
  }

  private static void add(ObjectNode entry, String fullUrl, ObjectNode resource) {
    if (!fullUrl.isEmpty()) {
      entry.put("fullUrl", fullUrl);
    }
    entry.set("resource", resource);
    entry
        .putObject("request")
        .put("method", "POST")
        .put("url", resource.path("resourceType").asText());
  }

  private static ObjectNode patient(int i) {
    ObjectNode patient = Json.object().put("resourceType", "Patient");
    patient.putArray("identifier").addObject().put("system", SYSTEM).put("value", "p" + i);
    patient.putArray("name").addObject().put("family", family(i)).putArray("given").add("Given");
    return patient
        .put("gender", i % 2 == 0 ? "female" : "male")
        .put("birthDate", "%d-%02d-%02d".formatted(1930 + i % 90, 1 + i % 12, 1 + i % 28));
  }

  private static ObjectNode observation(int i, int k, String patient) {
    ObjectNode observation =
        Json.object().put("resourceType", "Observation").put("status", "final");
    observation
        .putObject("code")
        .putArray("coding")
        .addObject()
        .put("system", "http://loinc.org")
        .put("code", List.of("8302-2", "29463-7", "8867-4", "4548-4").get(k));
    observation.putObject("subject").put("reference", patient);
    observation.put("effectiveDateTime", moment(i, k));
    observation.putObject("valueQuantity").put("value", 50 + (i + k) % 100).put("unit", "1");
    return observation;
  }

  /** Names that a handful of patients share at most, however many there are. */
  private static String family(int i) {
    return "Family" + Integer.toString(i / 2 * 7919 % 1_000_003, 36);
  }

  /** A moment of its own for each, spread over twenty years. */
  private static String moment(int i, int k) {
    return java.time.Instant.ofEpochSecond(1_000_000_000L + (i * 4L + k) * 9_000).toString();
  }

  private static List<Question> questions(FhirServer server, List<String> ids) {
    var questions = new ArrayList<Question>();
    var random = new Random(1);
    for (int n = 0; n < ASKED; n++) {
      int i = random.nextInt(ids.size());
      String id = ids.get(i);
      String identifier = Query.escape(SYSTEM + "|p" + i);
      String from = moment(i, 0);
      List<String> paths =
          List.of(
              "Patient?identifier=" + identifier,
              "Patient?family=" + family(i),
              "Observation?date=ge" + from + "&date=lt" + moment(i + 1, 0),
              "Observation?subject:Patient.identifier=" + identifier,
              "Observation?subject=Patient/" + id + "&_sort=-date");
      questions.add(
          new Question(
              0, server.request("GET", "Patient/" + id, ""), Question.holds(200, '"' + id + '"')));
      for (int k = 0; k < paths.size(); k++) {
        questions.add(
            new Question(
                k + 1,
                server.request("GET", paths.get(k), ""),
                Question.holds(200, "\"fullUrl\"")));
      }
    }
    return questions;
  }
}

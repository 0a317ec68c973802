package io.salus.cli.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.cli.terminal.Exit;
import io.salus.cli.terminal.Failure;
import io.salus.cli.terminal.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * Step 4: charts are scored, the card appears, the RiskAssessment lands in the record, the
 * prediction is replayed.
 */
record PredictionStep(Scene scene) {
  private static final int CHARTS = 10;

  /** Returns the id of the patient with the highest risk among those scored. */
  String play() {
    ObjectNode step = scene.step("prediction");
    try (Progress progress = scene.progress(4, "A prediction")) {
      List<String> patients = livingAdults();
      JsonNode highest = null;
      for (int i = 0; i < patients.size(); i++) {
        JsonNode prediction = score(patients.get(i));
        if (highest == null
            || prediction.path("probability").asDouble() > highest.path("probability").asDouble()) {
          highest = prediction;
        }
        progress.update(0.6 * (i + 1) / patients.size(), (i + 1) + " charts scored", -1);
      }
      if (highest == null) {
        throw new Failure(
            Exit.FAILED,
            "There is no living adult to score.",
            "Run the demo with more --patients.");
      }
      String patient = highest.path("patient").asText(highest.path("patient_id").asText());
      String prediction = highest.path("id").asText();
      step.put("charts_scored", patients.size());
      step.set("highest", highest);
      step.set("card", card(patient));
      progress.update(0.8, "the card is there", -1);
      JsonNode inputs = scene.step("model").path("provenance").path("inputs");
      double tensor =
          new TensorCall(scene).probability(inputs, patient, highest.path("as_of").asText());
      step.put("tensor_probability", tensor);
      String base = "/models/predictions/" + prediction;
      JsonNode replay =
          scene.api().postRepeatable(base + "/replay", Scene.body()).require(200).json();
      step.set("replay", replay);
      JsonNode assessment =
          scene
              .api()
              .postRepeatable(base + "/risk-assessment", Scene.body())
              .require(200, 201)
              .json();
      String id = assessment.path("id").asText();
      scene.api().get("/fhir/RiskAssessment/" + id).require(200);
      step.put("risk_assessment", "RiskAssessment/" + id);
      step.put("seconds", progress.elapsedSeconds());
      progress.done(
          String.format(
              Locale.ROOT,
              "%.0f %% for the highest of %d charts; replayed %s",
              highest.path("probability").asDouble() * 100,
              patients.size(),
              replay.path("identical").asBoolean() ? "bit for bit" : "differently"));
      scene.console().note("        Card: " + step.path("card").path("summary").asText());
      scene.look(step, "RiskAssessment", scene.api().base() + "/fhir/RiskAssessment/" + id);
      return patient;
    }
  }

  private List<String> livingAdults() {
    JsonNode bundle =
        scene
            .api()
            .get("/fhir/Patient?birthdate=le1990-01-01&_sort=birthdate&_count=100")
            .require(200)
            .json();
    var ids = new ArrayList<String>();
    for (JsonNode entry : bundle.path("entry")) {
      JsonNode patient = entry.path("resource");
      boolean dead = patient.has("deceasedDateTime") || patient.path("deceasedBoolean").asBoolean();
      if (!dead && ids.size() < CHARTS) {
        ids.add(patient.path("id").asText());
      }
    }
    return ids;
  }

  private JsonNode score(String patient) {
    var request = Scene.body().put("patient", patient);
    JsonNode answer =
        scene
            .api()
            .postRepeatable("/models/" + ModelStep.MODEL + "/score", request)
            .require(200, 201)
            .json();
    return answer.path("prediction").isObject() ? answer.path("prediction") : answer;
  }

  /** Opens the chart as an EHR does: discovery, then the patient-view hook. */
  private JsonNode card(String patient) {
    JsonNode services = scene.api().get("/cds-services").require(200).json().path("services");
    String id = "";
    for (JsonNode service : services) {
      if (service.path("hook").asText().equals("patient-view")) {
        id = service.path("id").asText();
      }
    }
    var request =
        Scene.body().put("hook", "patient-view").put("hookInstance", UUID.randomUUID().toString());
    request.put("fhirServer", scene.api().base() + "/fhir");
    request.putObject("context").put("userId", "Practitioner/demo").put("patientId", patient);
    JsonNode card =
        scene
            .api()
            .postRepeatable("/cds-services/" + id, request)
            .require(200)
            .json()
            .path("cards")
            .path(0);
    if (card.isMissingNode()) {
      throw new Failure(
          Exit.FAILED,
          "The chart opened without a card.",
          "The inference service's log: ./salus logs inference");
    }
    return card;
  }
}

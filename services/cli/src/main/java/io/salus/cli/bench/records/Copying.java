package io.salus.cli.bench.records;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.cli.terminal.Json;
import io.salus.cli.terminal.Progress;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Gives one server what another has, with the same ids, in transactions of a few hundred resources:
 * the time that some servers need for a bundle grows with the square of its entries.
 */
record Copying(FhirServer from, FhirServer to) {
  /** Synthea's, each behind those that it refers to; but Provenance, which refers to everything. */
  private static final List<String> TYPES =
      List.of(
          "Organization",
          "Location",
          "Practitioner",
          "PractitionerRole",
          "Patient",
          "Medication",
          "Device",
          "Encounter",
          "CareTeam",
          "Condition",
          "AllergyIntolerance",
          "Immunization",
          "Procedure",
          "MedicationRequest",
          "MedicationAdministration",
          "CarePlan",
          "Observation",
          "DiagnosticReport",
          "DocumentReference",
          "ImagingStudy",
          "SupplyDelivery",
          "Claim",
          "ExplanationOfBenefit");

  private static final int PAGE = 200;
  private static final int CLIENTS = 4;

  /** How many were copied. */
  long run(Progress progress) throws IOException {
    long copied = 0;
    try (var clients = Executors.newFixedThreadPool(CLIENTS)) {
      for (String type : TYPES) {
        copied += copy(type, copied, clients, progress);
      }
    }
    return copied;
  }

  private long copy(String type, long before, ExecutorService clients, Progress progress)
      throws IOException {
    var sent = new ArrayList<Future<?>>();
    long copied = 0;
    JsonNode page = from.get(type + "?_count=" + PAGE);
    while (page != null && !page.path("entry").isEmpty()) {
      JsonNode entries = page.path("entry");
      sent.add(
          clients.submit(
              () -> {
                put(entries);
                return null;
              }));
      if (sent.size() > 2 * CLIENTS) {
        Loading.await(sent.removeFirst());
      }
      copied += entries.size();
      progress.update(0, type + ", " + (before + copied), -1);
      page = from.after(page);
    }
    for (Future<?> one : sent) {
      Loading.await(one);
    }
    return copied;
  }

  private void put(JsonNode entries) throws IOException {
    ObjectNode bundle = Json.object().put("resourceType", "Bundle").put("type", "transaction");
    ArrayNode puts = bundle.putArray("entry");
    for (JsonNode entry : entries) {
      JsonNode resource = entry.path("resource");
      String url = resource.path("resourceType").asText() + "/" + resource.path("id").asText();
      ObjectNode put = puts.addObject();
      put.set("resource", resource);
      put.putObject("request").put("method", "PUT").put("url", url);
    }
    FhirServer.Reply reply =
        to.post("", BodyPublishers.ofByteArray(Json.MAPPER.writeValueAsBytes(bundle)));
    if (reply.status() != 200) {
      throw new IOException(to.name() + " answered " + reply.status() + " to copies");
    }
  }
}

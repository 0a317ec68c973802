package io.salus.inference.monitoring;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.inference.records.RecordsClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Alerts as events: each becomes a FHIR Communication in the record, so that subscriptions and the
 * stream of changes tell it to whoever listens. One alert is told once a day.
 */
@ApplicationScoped
public class AlertEvents {
  private static final String ALERT = "urn:salus:model-alert";
  private static final String CATEGORY =
      "http://terminology.hl7.org/CodeSystem/communication-category";
  private final RecordsClient records;
  private final ObjectMapper json;

  AlertEvents(RecordsClient records, ObjectMapper json) {
    this.records = records;
    this.json = json;
  }

  /**
   * Writes what is not written yet.
   *
   * @param token of the caller, who must be allowed to create a Communication
   * @return references of the events of all alerts in these figures
   */
  public List<String> raise(String token, JsonNode figures) {
    List<String> references = new ArrayList<>();
    for (JsonNode alert : figures.path("alerts")) {
      String to = figures.path("to").asText();
      String id =
          "%s/%d/%s/%s/%s"
              .formatted(
                  figures.path("model").asText(),
                  figures.path("version").asInt(),
                  alert.path("kind").asText(),
                  alert.path("about").asText().replace(' ', '-'),
                  to.substring(0, "2026-01-01".length()));
      String query = "identifier=" + URLEncoder.encode(ALERT + "|" + id, StandardCharsets.UTF_8);
      RecordsClient.Written written =
          records.create(token, "Communication", resource(figures, alert, id), query);
      references.add("Communication/" + written.id());
    }
    return references;
  }

  private byte[] resource(JsonNode figures, JsonNode alert, String id) {
    ObjectNode resource = json.createObjectNode().put("resourceType", "Communication");
    resource.putArray("identifier").addObject().put("system", ALERT).put("value", id);
    resource.put("status", "completed");
    ObjectNode category = resource.putArray("category").addObject();
    category.putArray("coding").addObject().put("system", CATEGORY).put("code", "alert");
    resource
        .putObject("topic")
        .put(
            "text",
            "Model %s, version %d: %s"
                .formatted(
                    figures.path("model").asText(),
                    figures.path("version").asInt(),
                    alert.path("kind").asText()));
    resource.put("sent", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
    resource
        .putArray("payload")
        .addObject()
        .put(
            "contentString",
            "%s (Predictions from %s to %s.)"
                .formatted(
                    alert.path("text").asText(),
                    figures.path("from").asText(),
                    figures.path("to").asText()));
    try {
      return json.writeValueAsBytes(resource);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}

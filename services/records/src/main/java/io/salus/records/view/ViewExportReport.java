package io.salus.records.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.bulk.BulkFile;
import io.salus.records.bulk.FinishedJob;
import io.salus.records.operation.Content;
import io.salus.records.operation.OperationAnswer;
import io.salus.records.store.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** What is said of an export of views: the output parameters of the operation. */
final class ViewExportReport {
  private ViewExportReport() {}

  static OperationAnswer answer(int status, ObjectNode parameters) {
    return new OperationAnswer(
        status, OperationAnswer.FHIR_JSON, Map.of(), new Content.Bytes(Json.print(parameters)));
  }

  static ObjectNode accepted(String id, ViewExportOrder order, String status) {
    var said = Json.object().put("resourceType", "Parameters");
    var list = said.putArray("parameter");
    text(list, "exportId", id);
    tracking(list, order.tracking());
    code(list, "status", "accepted");
    uri(list, "location", status);
    return said;
  }

  static ObjectNode underWay(String id, String status) {
    var said = Json.object().put("resourceType", "Parameters");
    var list = said.putArray("parameter");
    text(list, "exportId", id);
    code(list, "status", "in-progress");
    uri(list, "location", status);
    return said;
  }

  static ObjectNode done(FinishedJob job) {
    var said = Json.object().put("resourceType", "Parameters");
    var list = said.putArray("parameter");
    var result = job.result();
    var started = Instant.parse(result.path("started").asText());
    var ended = Instant.parse(result.path("ended").asText());
    text(list, "exportId", job.id());
    tracking(list, result.path("tracking").asText());
    code(list, "status", "completed");
    uri(list, "location", job.statusUrl());
    code(list, "_format", result.path("format").asText());
    instant(list, "exportStartTime", started);
    instant(list, "exportEndTime", ended);
    list.addObject()
        .put("name", "exportDuration")
        .put("valueInteger", (int) Duration.between(started, ended).toSeconds());
    var names = result.path("outputs");
    for (int i = 0; i < names.size(); i++) {
      var parts = list.addObject().put("name", "output").putArray("part");
      text(parts, "name", names.get(i).asText());
      for (BulkFile file : job.files()) {
        if (file.name().startsWith(OrderedView.prefix(i))) {
          uri(parts, "location", job.url(file));
        }
      }
    }
    return said;
  }

  private static void tracking(ArrayNode list, String tracking) {
    if (!tracking.isEmpty()) {
      text(list, "clientTrackingId", tracking);
    }
  }

  private static void text(ArrayNode list, String name, String value) {
    list.addObject().put("name", name).put("valueString", value);
  }

  private static void code(ArrayNode list, String name, String value) {
    list.addObject().put("name", name).put("valueCode", value);
  }

  private static void uri(ArrayNode list, String name, String value) {
    list.addObject().put("name", name).put("valueUri", value);
  }

  private static void instant(ArrayNode list, String name, Instant value) {
    list.addObject().put("name", name).put("valueInstant", value.toString());
  }
}

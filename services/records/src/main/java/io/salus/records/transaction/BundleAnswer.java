package io.salus.records.transaction;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.store.Body;
import io.salus.records.store.Json;
import io.salus.records.store.ResourceId;
import io.salus.records.store.StoredVersion;
import io.salus.service.errors.AppException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A batch-response or transaction-response in JSON, entry by entry. */
final class BundleAnswer {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream(8192);
  private final boolean representation;
  private boolean first = true;

  /**
   * @param representation whether what was written is sent back
   */
  BundleAnswer(String type, boolean representation) {
    this.representation = representation;
    text("{\"resourceType\":\"Bundle\",\"type\":\"" + type + "\"");
  }

  byte[] finish() {
    text(first ? "}" : "]}");
    return out.toByteArray();
  }

  void add(WriteOutcome outcome) {
    switch (outcome) {
      case WriteOutcome.Stored(boolean created, StoredVersion version) ->
          entry(
              stored(created ? "201 Created" : "200 OK", version),
              representation ? version.json() : null);
      case WriteOutcome.Existing(ResourceId id) ->
          entry(Json.object().put("status", "200 OK").put("location", id.toString()), null);
      case WriteOutcome.Deleted(StoredVersion version) ->
          entry(
              version == null
                  ? Json.object().put("status", "204 No Content")
                  : stored("204 No Content", version),
              null);
      case WriteOutcome.Failed(AppException error, boolean unresolved) -> add(error);
    }
  }

  void add(EntryAnswer read) {
    switch (read) {
      case EntryAnswer.Found found -> {
        StoredVersion version = found.version();
        entry(
            version == null ? Json.object().put("status", "200 OK") : stored("200 OK", version),
            found.json());
      }
      case EntryAnswer.NotModified(StoredVersion version) ->
          entry(stored("304 Not Modified", version), null);
      case EntryAnswer.Failed(AppException error) -> add(error);
    }
  }

  void add(AppException error) {
    ObjectNode outcome = Json.object().put("resourceType", "OperationOutcome");
    ObjectNode issue =
        outcome
            .putArray("issue")
            .addObject()
            .put("severity", "error")
            .put("code", error.category().fhirIssueType())
            .put("diagnostics", error.publicDetail());
    String place = error.place();
    if (place != null) {
      issue.putArray("expression").add(place);
    }
    ObjectNode response = Json.object().put("status", status(error));
    response.set("outcome", outcome);
    entry(response, null);
  }

  private static String status(AppException error) {
    return error.category().httpStatus() + " " + error.code();
  }

  private static ObjectNode stored(String status, StoredVersion version) {
    return Json.object()
        .put("status", status)
        .put("location", version.toString())
        .put("etag", "W/\"" + version.version() + "\"")
        .put("lastModified", Body.print(version.lastUpdated()));
  }

  private void entry(ObjectNode response, byte @Nullable [] resource) {
    text(first ? ",\"entry\":[{" : ",{");
    first = false;
    if (resource != null) {
      text("\"resource\":");
      out.writeBytes(resource);
      text(",");
    }
    text("\"response\":");
    out.writeBytes(Json.print(response));
    text("}");
  }

  private void text(String text) {
    out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}

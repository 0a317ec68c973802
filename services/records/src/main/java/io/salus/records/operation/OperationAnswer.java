package io.salus.records.operation;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.records.store.Json;
import java.util.Map;

/**
 * What an operation answers. Errors are thrown as AppExceptions instead.
 *
 * @param status HTTP status
 * @param contentType of the body; empty when there is none
 * @param headers further HTTP headers, for example Content-Location
 */
public record OperationAnswer(
    int status, String contentType, Map<String, String> headers, Content content) {
  /** The content type of resources. */
  public static final String FHIR_JSON = "application/fhir+json;charset=utf-8";

  public OperationAnswer {
    headers = Map.copyOf(headers);
  }

  /** 200 with a resource. */
  public static OperationAnswer of(JsonNode resource) {
    return ofJson(Json.print(resource));
  }

  /** 200 with a resource as bytes. */
  public static OperationAnswer ofJson(byte[] resource) {
    return new OperationAnswer(200, FHIR_JSON, Map.of(), new Content.Bytes(resource));
  }

  /** 200 with a body that is written while it is sent. */
  public static OperationAnswer streamed(String contentType, BodyWriter writer) {
    return new OperationAnswer(200, contentType, Map.of(), writer);
  }

  /** 202: it goes on elsewhere. */
  public static OperationAnswer accepted(String contentLocation) {
    return new OperationAnswer(202, "", Map.of("Content-Location", contentLocation), Content.NONE);
  }

  /** An OperationOutcome with one issue, in cases that no AppException stands for. */
  public static OperationAnswer outcome(int status, String severity, String code, String text) {
    var outcome = Json.object().put("resourceType", "OperationOutcome");
    outcome
        .putArray("issue")
        .addObject()
        .put("severity", severity)
        .put("code", code)
        .put("diagnostics", text);
    return new OperationAnswer(status, FHIR_JSON, Map.of(), new Content.Bytes(Json.print(outcome)));
  }

  /** The same with further headers. */
  public OperationAnswer with(Map<String, String> more) {
    var all = new java.util.HashMap<>(headers);
    all.putAll(more);
    return new OperationAnswer(status, contentType, all, content);
  }
}

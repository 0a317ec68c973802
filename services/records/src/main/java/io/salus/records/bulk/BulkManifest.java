package io.salus.records.bulk;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.operation.Content;
import io.salus.records.operation.OperationAnswer;
import io.salus.records.store.Json;
import java.util.List;
import java.util.Map;

/** The list of files in the form of Bulk Data Access. */
final class BulkManifest {
  private BulkManifest() {}

  static OperationAnswer of(FinishedJob job) {
    ObjectNode result = job.result();
    ObjectNode manifest =
        Json.object()
            .put("transactionTime", result.path("transaction_time").asText())
            .put("request", result.path("request").asText())
            .put("requiresAccessToken", true);
    for (String purpose : List.of("output", "deleted", "error")) {
      ArrayNode list = manifest.putArray(purpose);
      for (BulkFile file : job.files()) {
        if (file.purpose().equals(purpose)) {
          list.addObject()
              .put("type", file.type())
              .put("url", job.url(file))
              .put("count", file.resources());
        }
      }
    }
    manifest.set("extension", result.without(List.of("transaction_time", "request", "files")));
    return new OperationAnswer(
        200, "application/json", Map.of(), new Content.Bytes(Json.print(manifest)));
  }
}

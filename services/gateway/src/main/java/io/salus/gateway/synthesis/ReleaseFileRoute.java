package io.salus.gateway.synthesis;

import io.salus.gateway.door.ReportPage;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** {@code GET /synthesis/releases/{id}/files/{file}}, streamed. */
@ApplicationScoped
class ReleaseFileRoute {
  private final SynthesisClient synthesis;

  ReleaseFileRoute(SynthesisClient synthesis) {
    this.synthesis = synthesis;
  }

  void register(@Observes Router router) {
    router.get("/synthesis/releases/:id/files/:file").handler(this::answer);
  }

  private void answer(RoutingContext http) {
    String file = http.pathParam("file");
    synthesis.file(http, http.pathParam("id"), file, response -> begin(response, file));
  }

  private static void begin(HttpServerResponse response, String file) {
    response.setChunked(true).putHeader("Content-Type", contentType(file));
    if (file.endsWith(".html")) {
      response.putHeader("Content-Security-Policy", ReportPage.POLICY);
    } else {
      response.putHeader("Content-Disposition", "attachment");
    }
  }

  private static String contentType(String file) {
    return switch (file.substring(file.lastIndexOf('.') + 1)) {
      case "html" -> ReportPage.CONTENT_TYPE;
      case "csv" -> "text/csv;charset=utf-8";
      case "parquet" -> "application/vnd.apache.parquet";
      case "json" -> "application/json";
      default -> "application/octet-stream";
    };
  }
}

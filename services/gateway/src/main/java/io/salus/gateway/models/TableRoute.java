package io.salus.gateway.models;

import io.salus.gateway.door.StreamedBody;
import io.salus.service.errors.HttpErrors;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** {@code POST /models/tables}: passes a table to train on, CSV or Parquet, on while it comes. */
@ApplicationScoped
class TableRoute {
  private static final int BEFORE_THE_OTHERS = -1;

  private final TableClient tables;

  TableRoute(TableClient tables) {
    this.tables = tables;
  }

  void register(@Observes Router router) {
    router.route("/models/tables").order(BEFORE_THE_OTHERS).handler(this::put);
  }

  private void put(RoutingContext http) {
    if (!StreamedBody.isTable(http)) {
      http.next();
      return;
    }
    String format = format(http);
    if (format.isEmpty()) {
      HttpErrors.end(
          http,
          HttpErrors.refusal(
              http.normalizedPath(),
              415,
              "unsupported-content-type",
              "A table is text/csv or application/vnd.apache.parquet."));
      return;
    }
    tables.put(http, format);
  }

  private static String format(RoutingContext http) {
    String type = http.request().getHeader("Content-Type");
    return switch (type == null ? "" : type.split(";", 2)[0].trim()) {
      case "text/csv" -> "csv";
      case "application/vnd.apache.parquet", "application/x-parquet" -> "parquet";
      default -> "";
    };
  }
}

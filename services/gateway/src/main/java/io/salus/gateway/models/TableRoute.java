package io.salus.gateway.models;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.salus.gateway.backend.UploadClient;
import io.salus.gateway.door.StreamedBody;
import io.salus.proto.inference.v1.PutTableRequest;
import io.salus.proto.inference.v1.PutTableResponse;
import io.salus.proto.inference.v1.TableServiceGrpc;
import io.salus.service.errors.AppException;
import io.salus.service.errors.HttpErrors;
import io.salus.service.grpc.GrpcChannels;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;

/** {@code POST /models/tables}: passes a table to train on, CSV or Parquet, on while it comes. */
@ApplicationScoped
class TableRoute {
  private static final int BEFORE_THE_OTHERS = -1;

  /** Enough for the largest table over a slow line. */
  private static final Duration WITHIN = Duration.ofMinutes(30);

  private final Channel channel;

  TableRoute(GrpcChannels channels) {
    this.channel = channels.to("inference", TableServiceGrpc.getServiceDescriptor());
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
    UploadClient.pass(
        http,
        channel,
        TableServiceGrpc.getPutMethod(),
        PutTableRequest.newBuilder().setFormat(format).build(),
        piece ->
            PutTableRequest.newBuilder().setChunk(ByteString.copyFrom(piece.getBytes())).build(),
        WITHIN,
        new UploadClient.Answer<PutTableResponse>() {
          @Override
          public void done(PutTableResponse kept) {
            http.response()
                .setStatusCode(201)
                .putHeader("Content-Type", "application/json")
                .end(
                    new JsonObject()
                        .put("table", kept.getId())
                        .put("sha256", kept.getSha256())
                        .put("size_bytes", kept.getSizeBytes())
                        .toBuffer());
          }

          @Override
          public void failed(AppException e) {
            HttpErrors.end(http, e);
          }
        });
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

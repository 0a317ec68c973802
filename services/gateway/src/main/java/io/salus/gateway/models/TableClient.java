package io.salus.gateway.models;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.salus.gateway.backend.UploadClient;
import io.salus.proto.inference.v1.PutTableRequest;
import io.salus.proto.inference.v1.PutTableResponse;
import io.salus.proto.inference.v1.TableServiceGrpc;
import io.salus.service.errors.AppException;
import io.salus.service.errors.HttpErrors;
import io.salus.service.grpc.GrpcChannels;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Inference's tables to train on. */
@ApplicationScoped
class TableClient {
  /** Enough for the largest table over a slow line. */
  private static final Duration WITHIN = Duration.ofMinutes(30);

  private final Channel channel;

  TableClient(GrpcChannels channels) {
    this.channel = channels.to("inference", TableServiceGrpc.getServiceDescriptor());
  }

  /** Passes the body of a request on, no faster than it is stored, and answers. */
  void put(RoutingContext http, String format) {
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
}

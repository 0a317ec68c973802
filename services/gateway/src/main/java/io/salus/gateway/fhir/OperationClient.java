package io.salus.gateway.fhir;

import com.google.protobuf.ByteString;
import io.salus.gateway.backend.StreamClient;
import io.salus.gateway.backend.UploadClient;
import io.salus.gateway.door.StreamedBody;
import io.salus.proto.records.v1.OperateRequest;
import io.salus.proto.records.v1.OperateResponse;
import io.salus.proto.records.v1.OperationAnswerHead;
import io.salus.proto.records.v1.OperationHead;
import io.salus.proto.records.v1.OperationLevel;
import io.salus.proto.records.v1.OperationMethod;
import io.salus.proto.records.v1.OperationServiceGrpc;
import io.salus.service.errors.AppException;
import io.salus.service.errors.HttpErrors;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * {@code $name}: passes any operation to the records, and the answer back while it is made. Which
 * operations there are, and what they take, the records know.
 */
@ApplicationScoped
class OperationClient {
  /** Enough for a long answer over a slow line. */
  private static final Duration WITHIN = Duration.ofMinutes(30);

  /** Enough for the largest file of an import. */
  private static final Duration WITHIN_FOR_UPLOADS = Duration.ofHours(12);

  private final FhirClient records;

  OperationClient(FhirClient records) {
    this.records = records;
  }

  void pass(FhirRequest request) {
    RoutingContext http = request.http();
    if (StreamedBody.isImport(http)) {
      upload(request);
      return;
    }
    StreamClient.pass(
        http,
        records.channel(http.vertx().getOrCreateContext()),
        OperationServiceGrpc.getOperateMethod(),
        FhirProtoMapper.operate(head(request), request.body()),
        WITHIN,
        new Answer());
  }

  /** With a body that goes through while it comes; the answer to it is short. */
  private void upload(FhirRequest request) {
    RoutingContext http = request.http();
    UploadClient.pass(
        http,
        records.channel(http.vertx().getOrCreateContext()),
        OperationServiceGrpc.getOperateMethod(),
        OperateRequest.newBuilder().setHead(head(request)).build(),
        piece ->
            OperateRequest.newBuilder().setChunk(ByteString.copyFrom(piece.getBytes())).build(),
        WITHIN_FOR_UPLOADS,
        new UploadClient.Answer<OperateResponse>() {
          @Override
          public void done(OperateResponse response) {
            Answer answer = new Answer();
            answer.begin(http.response(), response);
            http.response().end(answer.encode(response));
          }

          @Override
          public void failed(AppException failure) {
            HttpErrors.end(http, failure);
          }
        });
  }

  private static OperationHead head(FhirRequest request) {
    FhirAddress address = request.address();
    HttpServerRequest http = request.http().request();
    return OperationHead.newBuilder()
        .setLevel(
            address.type().isEmpty()
                ? OperationLevel.OPERATION_LEVEL_SYSTEM
                : address.id().isEmpty()
                    ? OperationLevel.OPERATION_LEVEL_TYPE
                    : OperationLevel.OPERATION_LEVEL_INSTANCE)
        .setType(address.type())
        .setId(address.id())
        .setName(address.operation())
        .setMethod(method(http.method()))
        .setQuery(text(http.query()))
        .setContentType(text(request.header("Content-Type")))
        .setAccept(text(request.header("Accept")))
        .setBaseUrl(request.base())
        .setRespondAsync(request.prefer().respondAsync())
        .setStrict(request.prefer().strict())
        .build();
  }

  private static OperationMethod method(HttpMethod method) {
    return method.equals(HttpMethod.GET)
        ? OperationMethod.OPERATION_METHOD_GET
        : method.equals(HttpMethod.POST)
            ? OperationMethod.OPERATION_METHOD_POST
            : OperationMethod.OPERATION_METHOD_DELETE;
  }

  private static String text(@Nullable String header) {
    return header == null ? "" : header;
  }

  private static final class Answer implements StreamClient.Body<OperateResponse> {
    @Override
    public void begin(HttpServerResponse response, @Nullable OperateResponse first) {
      if (first == null) {
        return;
      }
      OperationAnswerHead head = first.getHead();
      response.setStatusCode(head.getStatus());
      if (!head.getContentType().isEmpty()) {
        response.putHeader("Content-Type", head.getContentType()).setChunked(true);
      }
      head.getHeadersMap().forEach(response::putHeader);
    }

    @Override
    public Buffer encode(OperateResponse message) {
      return FhirProtoMapper.buffer(message.getChunk());
    }

    @Override
    public void broken(HttpServerResponse response, AppException failure) {
      // An answer that ends early must not look whole.
      response.reset();
    }
  }
}

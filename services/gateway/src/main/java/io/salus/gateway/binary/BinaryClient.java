package io.salus.gateway.binary;

import io.grpc.Channel;
import io.salus.gateway.backend.StreamClient;
import io.salus.gateway.backend.UploadClient;
import io.salus.proto.records.v1.BinaryServiceGrpc;
import io.salus.proto.records.v1.GetBinaryHead;
import io.salus.proto.records.v1.GetBinaryRequest;
import io.salus.proto.records.v1.GetBinaryResponse;
import io.salus.proto.records.v1.PutBinaryHead;
import io.salus.proto.records.v1.PutBinaryRequest;
import io.salus.proto.records.v1.PutBinaryResponse;
import io.salus.service.errors.AppException;
import io.salus.service.errors.AppException.Conflict;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.errors.AppException.PreconditionFailed;
import io.salus.service.errors.HttpErrors;
import io.salus.service.grpc.GrpcChannels;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The records' content service. */
@ApplicationScoped
class BinaryClient {
  /** Enough for the largest content over a slow line. */
  private static final Duration WITHIN = Duration.ofMinutes(30);

  private static final Pattern TAG = Pattern.compile("(?:W/)?\"([1-9][0-9]{0,8})\"");

  private final Channel channel;

  BinaryClient(GrpcChannels channels) {
    this.channel = channels.to("records", BinaryServiceGrpc.getServiceDescriptor());
  }

  /**
   * Passes the body of a request on, no faster than it is stored.
   *
   * @param id empty when the server names it
   * @param base of the addresses of Binaries
   */
  void put(RoutingContext http, String id, String base) {
    PutBinaryHead.Builder head =
        PutBinaryHead.newBuilder()
            .setId(id)
            .setContentType(text(http.request().getHeader("Content-Type")))
            .setSecurityContext(text(http.request().getHeader("X-Security-Context")))
            .setIfMatch(ifMatch(http));
    UploadClient.pass(
        http,
        channel,
        BinaryServiceGrpc.getPutMethod(),
        PutBinaryRequest.newBuilder().setHead(head).build(),
        piece ->
            PutBinaryRequest.newBuilder()
                .setChunk(com.google.protobuf.ByteString.copyFrom(piece.getBytes()))
                .build(),
        WITHIN,
        new UploadClient.Answer<PutBinaryResponse>() {
          @Override
          public void done(PutBinaryResponse stored) {
            written(http, stored, base);
          }

          @Override
          public void failed(AppException e) {
            HttpErrors.end(
                http,
                e instanceof Conflict conflict && head.getIfMatch() > 0
                    ? new PreconditionFailed(conflict.publicDetail(), conflict.place())
                    : e);
          }
        });
  }

  private static void written(RoutingContext http, PutBinaryResponse stored, String base) {
    HttpServerResponse response =
        http.response()
            .setStatusCode(stored.getCreated() ? 201 : 200)
            .putHeader("ETag", "W/\"" + stored.getVersion() + "\"")
            .putHeader(
                "Last-Modified",
                httpDate(Instant.ofEpochSecond(stored.getLastUpdated().getSeconds())))
            .putHeader("Location", base + stored.getId() + "/_history/" + stored.getVersion());
    if (text(http.request().getHeader("Prefer")).contains("return=minimal")) {
      response.end();
    } else {
      response
          .putHeader("Content-Type", "application/fhir+json;charset=utf-8")
          .end(Buffer.buffer(stored.getResource().toByteArray()));
    }
  }

  void resource(RoutingContext http, String id) {
    get(http, GetBinaryRequest.newBuilder().setId(id).setAsResource(true).build(), ByteRange.WHOLE);
  }

  void content(RoutingContext http, String id, ByteRange range) {
    GetBinaryRequest request =
        GetBinaryRequest.newBuilder()
            .setId(id)
            .setFirst(range.first())
            .setLimit(range.limit())
            .build();
    get(http, request, range);
  }

  private void get(RoutingContext http, GetBinaryRequest request, ByteRange range) {
    StreamClient.pass(
        http,
        channel,
        BinaryServiceGrpc.getGetMethod(),
        request,
        WITHIN,
        new StreamClient.Body<GetBinaryResponse>() {
          @Override
          public void begin(HttpServerResponse response, @Nullable GetBinaryResponse first) {
            if (first != null) {
              head(response, first.getHead(), range);
            }
          }

          @Override
          public Buffer encode(GetBinaryResponse message) {
            return Buffer.buffer(message.getChunk().toByteArray());
          }

          @Override
          public void broken(HttpServerResponse response, AppException failure) {
            // Content that ends early must not look whole.
            response.reset();
          }
        });
  }

  private static void head(HttpServerResponse response, GetBinaryHead head, ByteRange range) {
    response
        .putHeader("Content-Type", head.getContentType())
        .putHeader("ETag", "W/\"" + head.getVersion() + "\"")
        .putHeader(
            "Last-Modified", httpDate(Instant.ofEpochSecond(head.getLastUpdated().getSeconds())))
        .putHeader("X-Content-Type-Options", "nosniff");
    if (head.getSize() < 0) {
      response.setChunked(true);
      return;
    }
    // What users stored must not run as a page of this origin.
    response
        .putHeader("Content-Disposition", "attachment")
        .putHeader("Content-Security-Policy", "sandbox; default-src 'none'")
        .putHeader("Accept-Ranges", "bytes");
    if (!range.asked()) {
      response.putHeader("Content-Length", String.valueOf(head.getSize()));
    } else if (range.fits(head.getSize())) {
      long last = range.last(head.getSize());
      response
          .setStatusCode(206)
          .putHeader("Content-Length", String.valueOf(last - range.first() + 1))
          .putHeader("Content-Range", "bytes " + range.first() + "-" + last + "/" + head.getSize());
    } else {
      response
          .setStatusCode(416)
          .putHeader("Content-Length", "0")
          .putHeader("Content-Range", "bytes */" + head.getSize());
    }
  }

  private static int ifMatch(RoutingContext http) {
    String header = http.request().getHeader("If-Match");
    if (header == null) {
      return 0;
    }
    Matcher tag = TAG.matcher(header.trim());
    if (!tag.matches()) {
      throw new InvalidInput("If-Match must be one version, written as W/\"3\".");
    }
    return Integer.parseInt(tag.group(1));
  }

  private static String httpDate(Instant time) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC));
  }

  private static String text(@Nullable String header) {
    return header == null ? "" : header;
  }
}

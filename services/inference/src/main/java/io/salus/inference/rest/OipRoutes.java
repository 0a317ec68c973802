package io.salus.inference.rest;

import io.netty.buffer.Unpooled;
import io.salus.inference.batching.EventLoop;
import io.salus.service.body.Pieces;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.errors.AppException.TooLarge;
import io.salus.service.errors.HttpErrors;
import io.salus.service.security.HttpAuthentication;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.buffer.impl.BufferImpl;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.ByteBuffer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The protocol over REST for clients that speak to this service itself. */
@ApplicationScoped
class OipRoutes {
  static final String JSON_LENGTH = "Inference-Header-Content-Length";
  private final OipRest rest;
  private final int largest;

  OipRoutes(
      OipRest rest,
      @ConfigProperty(name = "quarkus.grpc.server.max-inbound-message-size") int largest) {
    this.rest = rest;
    this.largest = largest;
  }

  void register(@Observes Router router) {
    router.route("/v2").handler(this::read);
    router.route("/v2/*").handler(this::read);
  }

  private void read(RoutingContext http) {
    HttpServerRequest request = http.request();
    if (rest.refuses(
        request.path(),
        () -> HttpAuthentication.caller(http),
        answer -> end(http, answer),
        EventLoop.current())) {
      // Its body is dropped as it comes.
      return;
    }
    Body body = new Body(http);
    request.handler(body::take);
    request.endHandler(end -> body.end());
  }

  /** A body while it comes; tensors over gRPC have the same limit. */
  private final class Body {
    private final RoutingContext http;
    private final Pieces pieces = new Pieces(largest);

    Body(RoutingContext http) {
      this.http = http;
    }

    void take(Buffer chunk) {
      if (!pieces.add(chunk) && !http.response().ended()) {
        http.response().putHeader("Connection", "close");
        HttpErrors.end(http, new TooLarge("The body is larger than " + largest + " bytes."));
      }
    }

    void end() {
      if (!http.response().ended()) {
        answer(http, pieces.bytes());
      }
    }
  }

  private void answer(RoutingContext http, ByteBuffer body) {
    HttpServerRequest request = http.request();
    long length;
    try {
      String header = request.getHeader(JSON_LENGTH);
      length = header == null ? -1 : Long.parseLong(header.trim());
      if (header != null && length < 0) {
        throw new NumberFormatException();
      }
    } catch (NumberFormatException e) {
      HttpErrors.end(http, new InvalidInput("It must be a whole number.", JSON_LENGTH));
      return;
    }
    Runnable cancel =
        rest.handle(
            new RestRequest(request.method().name(), request.path(), length, body, 0),
            () -> HttpAuthentication.caller(http),
            answer -> end(http, answer),
            EventLoop.current());
    http.response().closeHandler(gone -> cancel.run());
  }

  private static void end(RoutingContext http, RestAnswer answer) {
    HttpServerResponse response = http.response();
    if (response.ended() || response.closed()) {
      return;
    }
    response
        .setStatusCode(answer.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, answer.contentType());
    if (answer.jsonLength() >= 0) {
      response.putHeader(JSON_LENGTH, Long.toString(answer.jsonLength()));
    }
    if (answer.retryAfter() > 0) {
      response.putHeader("Retry-After", Integer.toString(answer.retryAfter()));
    }
    if (!answer.allow().isEmpty()) {
      response.putHeader("Allow", answer.allow());
    }
    if (answer.status() == 401) {
      response.putHeader("WWW-Authenticate", "Bearer realm=\"salus\"");
    }
    response.end(BufferImpl.buffer(Unpooled.wrappedBuffer(answer.body())));
  }
}

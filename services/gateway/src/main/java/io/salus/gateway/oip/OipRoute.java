package io.salus.gateway.oip;

import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.errors.HttpErrors;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** {@code /v2} and everything below it; which addresses there are, inference knows. */
@ApplicationScoped
class OipRoute {
  private static final String JSON_LENGTH = "Inference-Header-Content-Length";
  private final OipClient inference;

  OipRoute(OipClient inference) {
    this.inference = inference;
  }

  void register(@Observes Router router) {
    router.route("/v2").handler(this::pass);
    router.route("/v2/*").handler(this::pass);
  }

  private void pass(RoutingContext http) {
    String header = http.request().getHeader(JSON_LENGTH);
    long jsonLength = -1;
    if (header != null) {
      try {
        jsonLength = Long.parseUnsignedLong(header.trim());
      } catch (NumberFormatException e) {
        // Told below, as a negative one is.
      }
      if (jsonLength < 0) {
        HttpErrors.end(http, new InvalidInput("It must be a whole number.", JSON_LENGTH));
        return;
      }
    }
    inference
        .pass(http, jsonLength)
        .onSuccess(answer -> end(http, answer))
        .onFailure(failure -> HttpErrors.end(http, failure));
  }

  private static void end(RoutingContext http, OipClient.Answer answer) {
    HttpServerResponse response = http.response();
    if (response.ended() || response.closed()) {
      return;
    }
    response.setStatusCode(answer.status()).putHeader("Content-Type", answer.contentType());
    if (answer.jsonLength() >= 0) {
      response.putHeader(JSON_LENGTH, Long.toString(answer.jsonLength()));
    }
    if (answer.retryAfter() > 0) {
      response.putHeader("Retry-After", Integer.toString(answer.retryAfter()));
    }
    if (!answer.allow().isEmpty()) {
      response.putHeader("Allow", answer.allow());
    }
    response.end(answer.body());
  }
}

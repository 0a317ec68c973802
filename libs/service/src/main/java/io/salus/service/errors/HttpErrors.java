package io.salus.service.errors;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Errors in the language of an HTTP caller: OperationOutcome under /fhir, {@code {"error": …}}
 * under /v2 as the Open Inference Protocol has it, problem+json (RFC 9457) elsewhere.
 */
public final class HttpErrors {
  private static final Logger LOG = Logger.getLogger(HttpErrors.class);

  /**
   * A rendered error.
   *
   * @param status HTTP status
   * @param contentType media type of the body
   * @param body JSON text
   */
  public record Rendered(int status, String contentType, String body) {}

  private HttpErrors() {}

  /**
   * The rendering of any failure; one that is not an {@link AppException} is logged under an id.
   */
  public static Rendered render(String path, Throwable failure) {
    if (failure instanceof AppException e) {
      return render(path, e);
    }
    String id = UUID.randomUUID().toString();
    LOG.errorf("Unexpected failure %s: %s", id, GrpcErrors.describe(failure));
    String detail = "Something went wrong on our side; correlation id " + id + ".";
    return render(path, 500, "internal", "exception", detail, null);
  }

  /** A refusal that only HTTP knows, such as 406 or 415; no service throws it. */
  public static Rendered refusal(String path, int status, String code, String detail) {
    return render(path, status, code, "not-supported", detail, null);
  }

  private static Rendered render(String path, AppException e) {
    ErrorCategory category = e.category();
    return render(
        path,
        category.httpStatus(),
        e.code(),
        category.fhirIssueType(),
        e.publicDetail(),
        e.place());
  }

  private static Rendered render(
      String path,
      int status,
      String code,
      String issueType,
      String detail,
      @org.jspecify.annotations.Nullable String place) {
    if (path.equals("/fhir") || path.startsWith("/fhir/")) {
      JsonObject issue =
          new JsonObject()
              .put("severity", "error")
              .put("code", issueType)
              .put("diagnostics", detail);
      if (place != null) {
        issue.put("expression", new JsonArray().add(place));
      }
      JsonObject outcome =
          new JsonObject()
              .put("resourceType", "OperationOutcome")
              .put("issue", new JsonArray().add(issue));
      return new Rendered(status, "application/fhir+json;charset=utf-8", outcome.encode());
    }
    if (path.equals("/v2") || path.startsWith("/v2/")) {
      String text = place == null ? detail : place + ": " + detail;
      return new Rendered(status, "application/json", new JsonObject().put("error", text).encode());
    }
    JsonObject problem =
        new JsonObject()
            .put("type", "urn:salus:error:" + code)
            .put("title", code.replace('-', ' '))
            .put("status", status)
            .put("detail", detail);
    if (place != null) {
      problem.put("place", place);
    }
    return new Rendered(status, "application/problem+json", problem.encode());
  }

  /** Ends the request with the failure's rendering. */
  public static void end(RoutingContext context, Throwable failure) {
    if (context.response().ended()) {
      return;
    }
    Rendered rendered = render(context.normalizedPath(), failure);
    if (rendered.status() == 401) {
      context.response().putHeader("WWW-Authenticate", "Bearer realm=\"salus\"");
    }
    if (rendered.status() == 503 || rendered.status() == 429) {
      long seconds =
          failure instanceof AppException.Busy busy
              ? Math.max(1, busy.retryAfter().toSeconds())
              : 1;
      context.response().putHeader("Retry-After", Long.toString(seconds));
    }
    end(context, rendered);
  }

  /** Ends the request with a rendered error. */
  public static void end(RoutingContext context, Rendered rendered) {
    context
        .response()
        .setStatusCode(rendered.status())
        .putHeader("Content-Type", rendered.contentType())
        .end(rendered.body());
  }
}

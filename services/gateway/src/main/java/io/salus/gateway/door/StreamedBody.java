package io.salus.gateway.door;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Bodies that are not read here but passed on while they come: the content of a Binary. */
public final class StreamedBody {
  private static final Pattern BINARY = Pattern.compile("/fhir/Binary(/[A-Za-z0-9.-]{1,64})?");

  private StreamedBody() {}

  /** Whether the body is content. A Binary in FHIR JSON is none: it is read like every resource. */
  public static boolean is(RoutingContext http) {
    HttpServerRequest request = http.request();
    return (request.method().equals(HttpMethod.POST) || request.method().equals(HttpMethod.PUT))
        && BINARY.matcher(http.normalizedPath()).matches()
        && !isFhir(request.getHeader("Content-Type"));
  }

  private static boolean isFhir(@Nullable String contentType) {
    String type = contentType == null ? "" : contentType.split(";", 2)[0].trim();
    return switch (type.toLowerCase(Locale.ROOT)) {
      case "application/fhir+json", "application/json+fhir", "application/fhir+xml" -> true;
      default -> false;
    };
  }
}

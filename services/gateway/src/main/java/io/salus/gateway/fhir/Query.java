package io.salus.gateway.fhir;

import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Raw query strings: what is for the door is taken out, the rest passes on as it came. */
final class Query {
  private Query() {}

  /** The parameters that are the records' business. */
  static String forwarded(@Nullable String raw) {
    return raw == null
        ? ""
        : Arrays.stream(raw.split("&"))
            .filter(p -> !p.isEmpty() && !p.startsWith("_format=") && !p.startsWith("_pretty="))
            .collect(Collectors.joining("&"));
  }

  /** Whether a person wants to read the answer. */
  static boolean pretty(HttpServerRequest request) {
    return "true".equals(request.getParam("_pretty"));
  }

  /** Both, either of which may be empty. */
  static String join(String first, String second) {
    return first.isEmpty() || second.isEmpty() ? first + second : first + "&" + second;
  }
}

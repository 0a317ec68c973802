package io.salus.gateway.fhir;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The client's wishes, RFC 7240 and http://hl7.org/fhir/R4/http.html#ops.
 *
 * @param body what a write answers with
 * @param representation whether that was asked for, and is not only the default
 * @param strict true when an unknown search parameter is an error
 * @param respondAsync true when the answer may come later, from elsewhere
 */
record Prefer(Body body, boolean representation, boolean strict, boolean respondAsync) {
  enum Body {
    MINIMAL,
    REPRESENTATION,
    OPERATION_OUTCOME
  }

  /** Unknown wishes are ignored, as the RFC says. */
  static Prefer of(List<String> headers) {
    List<String> wishes =
        headers.stream()
            .flatMap(header -> Arrays.stream(header.split("[,;]")))
            .map(wish -> wish.replace(" ", "").replace("\"", "").toLowerCase(Locale.ROOT))
            .toList();
    Body body =
        wishes.contains("return=minimal")
            ? Body.MINIMAL
            : wishes.contains("return=operationoutcome")
                ? Body.OPERATION_OUTCOME
                : Body.REPRESENTATION;
    return new Prefer(
        body,
        wishes.contains("return=representation"),
        wishes.contains("handling=strict"),
        wishes.contains("respond-async"));
  }
}

package io.salus.records.fhir;

import io.grpc.StatusRuntimeException;
import io.salus.service.errors.AppException;
import io.salus.service.errors.ErrorCategory;
import io.salus.service.errors.GrpcErrors;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Finds out by searching, with unknown parameters refused, what a server takes. */
final class SearchTries {
  /**
   * A parameter of a kind.
   *
   * @param modifiers that R4 gives the kind beside {@code missing}; {@code [type]} stands for a
   *     resource type
   */
  record Kind(String name, String type, String parameter, String value, List<String> modifiers) {}

  static final List<Kind> KINDS =
      List.of(
          new Kind(
              "token",
              "Observation",
              "code",
              "http://loinc.org|1",
              List.of("text", "not", "in", "not-in", "below", "above", "of-type")),
          new Kind("string", "Patient", "name", "a", List.of("exact", "contains")),
          new Kind(
              "reference",
              "Observation",
              "subject",
              "Patient/1",
              List.of("[type]", "identifier", "below", "above")),
          new Kind("date", "Patient", "birthdate", "2020", List.of()),
          new Kind("number", "RiskAssessment", "probability", "0.5", List.of()),
          new Kind("quantity", "Observation", "value-quantity", "1", List.of()),
          new Kind("uri", "ValueSet", "url", "http://a.example/b", List.of("below", "above")),
          new Kind("composite", "Observation", "code-value-quantity", "1$2", List.of()),
          new Kind("special", "Location", "near", "1|1|1|km", List.of()));

  static final List<String> PREFIXES =
      List.of("eq", "ne", "gt", "lt", "ge", "le", "sa", "eb", "ap");

  private final TestFhir fhir;

  SearchTries(TestFhir fhir) {
    this.fhir = fhir;
  }

  /** Whether the kind takes the modifier. */
  boolean modifier(Kind kind, String modifier) {
    String value =
        switch (modifier) {
          case "missing" -> "true";
          case "in", "not-in" -> "http://hl7.org/fhir/ValueSet/observation-status";
          case "of-type" -> "http://t.example|a|b";
          case "identifier" -> "http://s.example|v";
          case "below", "above" ->
              kind.name().equals("token")
                  ? "http://hl7.org/fhir/observation-status|final"
                  : kind.value();
          case "[type]" -> "1";
          default -> kind.value();
        };
    String code = modifier.equals("[type]") ? "Patient" : modifier;
    return takes(kind.type(), kind.parameter() + ":" + code, value);
  }

  boolean prefix(Kind kind, String prefix) {
    return takes(kind.type(), kind.parameter(), prefix + kind.value());
  }

  /** Whether searches of the type take the parameter with this value. */
  boolean takes(String type, String parameter, String value) {
    try {
      var unused =
          fhir.search(
              type, parameter + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8), true);
      return true;
    } catch (StatusRuntimeException e) {
      AppException error = GrpcErrors.fromStatus(e);
      if (error.category() == ErrorCategory.INTERNAL) {
        throw new AssertionError(type + "?" + parameter + " is an error of the server", e);
      }
      return false;
    }
  }
}

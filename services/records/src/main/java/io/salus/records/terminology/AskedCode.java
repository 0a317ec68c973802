package io.salus.records.terminology;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.records.operation.Parameters;
import io.salus.service.errors.AppException.InvalidInput;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A code that is asked about.
 *
 * @param system null when it is to be found out
 */
record AskedCode(
    @Nullable String system, @Nullable String version, String code, @Nullable String display) {

  /**
   * The codes of {@code codeableConcept}, the one of {@code coding}, or of {@code code} with its
   * companions.
   *
   * @param systemName name of the parameter that holds the system of {@code code}
   */
  static List<AskedCode> of(Parameters parameters, String systemName, String versionName) {
    var concept = parameters.value("codeableConcept");
    if (concept.isPresent()) {
      List<AskedCode> codes = new ArrayList<>();
      concept.get().path("coding").forEach(coding -> codes.add(ofCoding(coding)));
      return require(codes);
    }
    var coding = parameters.value("coding").filter(JsonNode::isObject);
    if (coding.isPresent()) {
      return require(List.of(ofCoding(coding.get())));
    }
    return require(
        List.of(
            new AskedCode(
                parameters.text(systemName).filter(text -> !text.isEmpty()).orElse(null),
                parameters.text(versionName).orElse(null),
                parameters.text("code").orElse(""),
                parameters.text("display").orElse(null))));
  }

  static AskedCode ofCoding(JsonNode coding) {
    return new AskedCode(
        text(coding, "system"),
        text(coding, "version"),
        coding.path("code").asText(),
        text(coding, "display"));
  }

  private static List<AskedCode> require(List<AskedCode> codes) {
    if (codes.isEmpty() || codes.stream().anyMatch(code -> code.code().isEmpty())) {
      throw new InvalidInput("A code is needed: code, coding or codeableConcept.", "code");
    }
    if (codes.size() > 100) {
      throw new InvalidInput("A concept may have at most 100 codings.", "codeableConcept");
    }
    return codes;
  }

  private static @Nullable String text(JsonNode coding, String name) {
    return coding.path(name).isTextual() ? coding.path(name).textValue() : null;
  }
}

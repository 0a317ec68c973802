package io.salus.inference.prediction;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.inference.prediction.Prediction.Contribution;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/**
 * A prediction as a FHIR R4 RiskAssessment (hl7.org/fhir/R4/riskassessment.html). It points back:
 * its identifier is the prediction, its method model and version, its basis the stored inputs.
 * {@code probabilityDecimal} is a percentage, as R4 defines it ("Decimals are expressed as
 * percentages as well (max = 100)").
 */
final class RiskAssessment {
  static final String PREDICTION = "urn:salus:prediction";
  private static final String MODEL = "urn:salus:model";
  private static final String INPUTS = "urn:salus:prediction-inputs-sha256";

  /** More drivers than this help nobody at a glance; all are in the prediction. */
  private static final int DRIVERS = 3;

  private final Prediction prediction;
  private final ObjectMapper json;

  RiskAssessment(Prediction prediction, ObjectMapper json) {
    this.prediction = prediction;
    this.json = json;
  }

  /** Search query that finds this prediction's assessment, percent-encoded. */
  String query() {
    return "identifier="
        + URLEncoder.encode(PREDICTION + "|" + prediction.id(), StandardCharsets.UTF_8);
  }

  byte[] resource() {
    ObjectNode resource = json.createObjectNode();
    resource.put("resourceType", "RiskAssessment");
    resource
        .putArray("identifier")
        .addObject()
        .put("system", PREDICTION)
        .put("value", prediction.id().toString());
    resource.put("status", "final");
    ObjectNode method = resource.putObject("method");
    method
        .putArray("coding")
        .addObject()
        .put("system", MODEL)
        .put("version", Integer.toString(prediction.version()))
        .put("code", prediction.model());
    method.put("text", prediction.model() + ", version " + prediction.version());
    resource.putObject("subject").put("reference", "Patient/" + prediction.patient());
    resource.put("occurrenceDateTime", prediction.asOf().toString());
    ObjectNode basis = resource.putArray("basis").addObject();
    basis.putObject("identifier").put("system", INPUTS).put("value", prediction.inputSha256());
    basis.put("display", "Stored inputs of the prediction");
    ObjectNode result = resource.putArray("prediction").addObject();
    result.putObject("outcome").put("text", prediction.outcome());
    result.put(
        "probabilityDecimal",
        BigDecimal.valueOf(prediction.probability())
            .movePointRight(2)
            .round(new MathContext(6, RoundingMode.HALF_EVEN)));
    result.put("rationale", rationale());
    if (!prediction.warnings().isEmpty()) {
      resource.putArray("note").addObject().put("text", String.join("\n", prediction.warnings()));
    }
    try {
      return json.writeValueAsBytes(resource);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private String rationale() {
    String drivers =
        prediction.contributions().stream()
            .filter(driver -> driver.contribution() != 0)
            .limit(DRIVERS)
            .map(RiskAssessment::written)
            .collect(Collectors.joining("; "));
    return "Estimated by a model; not a diagnosis."
        + (drivers.isEmpty() ? "" : " Most influential: " + drivers + ".");
  }

  private static String written(Contribution driver) {
    return "%s (%s, %s the risk)"
        .formatted(
            driver.feature(), driver.value(), driver.contribution() < 0 ? "lowers" : "raises");
  }
}

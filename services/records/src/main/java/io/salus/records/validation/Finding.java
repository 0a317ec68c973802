package io.salus.records.validation;

import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.store.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One issue of a full validation. Unlike an {@link Issue} it may repeat what it found: it goes to
 * whoever sent the resource and nowhere else.
 *
 * @param severity FHIR issue-severity
 * @param code FHIR issue-type
 * @param messageId HAPI's name of the rule, or null
 * @param expression where, or null
 */
record Finding(
    String severity,
    String code,
    @Nullable String messageId,
    @Nullable String expression,
    String text) {
  private static final int MOST = 500;

  static Finding of(Issue issue) {
    return new Finding("error", issue.code(), null, issue.expression(), issue.detail());
  }

  static Finding error(String code, String text) {
    return new Finding("error", code, null, null, text);
  }

  static Finding of(SingleValidationMessage message) {
    ResultSeverityEnum severity = message.getSeverity();
    return new Finding(
        severity == null ? "error" : severity.getCode(),
        "processing",
        message.getMessageId(),
        message.getLocationString(),
        String.valueOf(message.getMessage()));
  }

  /** An OperationOutcome; with nothing found it says so. */
  static ObjectNode outcome(List<Finding> findings) {
    ObjectNode outcome = Json.object().put("resourceType", "OperationOutcome");
    ArrayNode issues = outcome.putArray("issue");
    findings.stream().limit(MOST).forEach(finding -> finding.write(issues.addObject()));
    if (findings.size() > MOST) {
      new Finding(
              "information",
              "informational",
              null,
              null,
              (findings.size() - MOST) + " more issues are not shown.")
          .write(issues.addObject());
    }
    if (findings.isEmpty()) {
      new Finding("information", "informational", null, null, "No issues detected.")
          .write(issues.addObject());
    }
    return outcome;
  }

  private void write(ObjectNode issue) {
    issue.put("severity", severity).put("code", code);
    if (messageId != null) {
      issue
          .putObject("details")
          .putArray("coding")
          .addObject()
          .put("system", "http://hl7.org/fhir/java-core-messageId")
          .put("code", messageId);
    }
    issue.put("diagnostics", text);
    if (expression != null) {
      issue.putArray("expression").add(expression);
    }
  }
}

package io.salus.gateway.cds;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.service.errors.AppException.PreconditionFailed;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Whom an opened chart is about. An id of another server says nothing here, where it may be
 * somebody else's: its patient is found by the identifiers of the prefetched Patient, or not at
 * all.
 */
@ApplicationScoped
class ChartPatients {
  private static final int MOST_IDENTIFIERS = 20;
  private static final String UNKNOWN =
      "Salus has no record of this patient, or more than one; it scores from its own records.";

  private final PatientsClient patients;

  ChartPatients(PatientsClient patients) {
    this.patients = patients;
  }

  /** Logical id in Salus. Throws {@link PreconditionFailed} when it cannot be told. */
  String idOf(OpenedChart chart) {
    if (chart.own()) {
      return chart.patientId();
    }
    JsonNode patient = chart.patient();
    if (patient == null) {
      throw new PreconditionFailed(
          "The patient of another FHIR server is found by identifiers; prefetch the Patient.",
          "prefetch.patient");
    }
    List<String> identifiers = identifiers(patient);
    if (identifiers.isEmpty()) {
      throw new PreconditionFailed(
          "The prefetched Patient has no identifier with a system.", "prefetch.patient.identifier");
    }
    List<JsonNode> found =
        patients.search(
            "_count=2&identifier="
                + URLEncoder.encode(String.join(",", identifiers), StandardCharsets.UTF_8));
    if (found.size() != 1) {
      throw new PreconditionFailed(UNKNOWN, "prefetch.patient.identifier");
    }
    if (differ(patient.path("birthDate"), found.getFirst().path("birthDate"))) {
      throw new PreconditionFailed(
          "The prefetched Patient was not born when the one of Salus was.",
          "prefetch.patient.birthDate");
    }
    return found.getFirst().path("id").asText();
  }

  private static List<String> identifiers(JsonNode patient) {
    List<String> identifiers = new ArrayList<>();
    for (JsonNode identifier : patient.path("identifier")) {
      String system = identifier.path("system").asText();
      String value = identifier.path("value").asText();
      if (!system.isEmpty() && !value.isEmpty() && identifiers.size() < MOST_IDENTIFIERS) {
        identifiers.add(escaped(system) + "|" + escaped(value));
      }
    }
    return identifiers;
  }

  /** FHIR R4, search, "Escaping Search Parameters". */
  private static String escaped(String text) {
    return text.replaceAll("([\\\\,$|])", "\\\\$1");
  }

  private static boolean differ(JsonNode theirs, JsonNode ours) {
    return !theirs.asText().isEmpty()
        && !ours.asText().isEmpty()
        && !theirs.asText().equals(ours.asText());
  }
}

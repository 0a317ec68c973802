package io.salus.gateway.cds;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.service.errors.AppException.InvalidInput;
import java.net.URI;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A call that follows the rules of the hook {@code patient-view}.
 *
 * @param patientId logical id on the server that the client named
 * @param own whether that server is Salus
 * @param patient the prefetched Patient, or null when there is none
 */
record OpenedChart(String patientId, boolean own, @Nullable JsonNode patient) {
  static final String HOOK = "patient-view";
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");
  private static final Pattern USER = Pattern.compile("[A-Za-z]+/[A-Za-z0-9.-]{1,64}");

  /**
   * @param servers addresses of FHIR servers whose patients have the ids that they have here
   * @throws InvalidInput names the field that breaks a rule
   */
  static OpenedChart of(@Nullable CdsRequest request, Set<String> servers) {
    if (request == null || !HOOK.equals(request.hook())) {
      throw new InvalidInput("This service is called by the hook " + HOOK + ".", "hook");
    }
    CdsRequest.Context context = request.context();
    String id = context == null ? null : context.patientId();
    if (id == null || !ID.matcher(id).matches()) {
      throw new InvalidInput("The hook needs a patient's logical id.", "context.patientId");
    }
    String user = context == null ? null : context.userId();
    if (user == null || !USER.matcher(user).matches()) {
      throw new InvalidInput("The hook needs its user as type and id.", "context.userId");
    }
    String instance = request.hookInstance();
    if (instance == null || instance.isBlank()) {
      throw new InvalidInput("A call has an id of its own.", "hookInstance");
    }
    String server = request.fhirServer();
    if (server == null && request.fhirAuthorization() != null) {
      throw new InvalidInput("An authorization is for a server that is named.", "fhirServer");
    }
    boolean own = server == null || servers.contains(address(server));
    return new OpenedChart(id, own, patient(request.prefetch(), id));
  }

  private static String address(String server) {
    try {
      URI uri = URI.create(server);
      if (uri.getHost() != null && Set.of("http", "https").contains(uri.getScheme())) {
        return server.replaceAll("/+$", "");
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    throw new InvalidInput("A server is named by its http(s) address.", "fhirServer");
  }

  /**
   * Null when the client has none, or could not read it and says so by an OperationOutcome.
   *
   * @throws InvalidInput when it is another patient's: then the client mixes two charts
   */
  private static @Nullable JsonNode patient(CdsRequest.@Nullable Prefetch prefetch, String id) {
    JsonNode patient = prefetch == null ? null : prefetch.patient();
    if (patient == null
        || patient.isNull()
        || patient.path("resourceType").asText().equals("OperationOutcome")) {
      return null;
    }
    if (!patient.path("resourceType").asText().equals("Patient")
        || !patient.path("id").asText().equals(id)) {
      throw new InvalidInput(
          "What was prefetched is not the Patient of the context.", "prefetch.patient");
    }
    return patient;
  }

  @Override
  public String toString() {
    return "OpenedChart[own=" + own + "]";
  }
}

package io.salus.gateway.cds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A call of a service, https://cds-hooks.hl7.org/2.0/#calling-a-cds-service. Extensions are not
 * read.
 *
 * @param hook must be patient-view
 * @param hookInstance the client's id of this opening
 * @param fhirServer whose ids the context's are; Salus' own when absent
 * @param fhirAuthorization a token for that server; never used, since no other server is asked
 * @param prefetch what the client read in advance
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record CdsRequest(
    @Nullable String hook,
    @Nullable String hookInstance,
    @Nullable String fhirServer,
    @Schema(implementation = Object.class) @Nullable JsonNode fhirAuthorization,
    @Nullable Context context,
    @Nullable Prefetch prefetch) {

  @Override
  public String toString() {
    return "CdsRequest[" + hook + "]";
  }

  /**
   * @param userId who opened the chart, type and id
   * @param patientId logical id of the Patient whose chart opens
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Context(@Nullable String userId, @Nullable String patientId) {
    @Override
    public String toString() {
      return "Context[]";
    }
  }

  /**
   * @param patient the Patient whose chart opens
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Prefetch(@Schema(implementation = Object.class) @Nullable JsonNode patient) {
    @Override
    public String toString() {
      return "Prefetch[]";
    }
  }
}

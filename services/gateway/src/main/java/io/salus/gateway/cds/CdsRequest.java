package io.salus.gateway.cds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/**
 * A call of a service, https://cds-hooks.hl7.org/2.0/#calling-a-cds-service. Fields that are not
 * used are not read: fhirServer, fhirAuthorization, prefetch and extensions.
 *
 * @param hook must be patient-view
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record CdsRequest(@Nullable String hook, @Nullable Context context) {

  /**
   * @param patientId logical id of the Patient whose chart opens
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Context(@Nullable String patientId) {}
}

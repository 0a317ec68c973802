package io.salus.gateway.cds;

import java.util.List;
import java.util.Map;

/** The answer of the discovery endpoint, https://cds-hooks.hl7.org/2.0/#discovery. */
record CdsServices(List<CdsService> services) {

  /**
   * @param id last part of the service's address
   * @param hook when it is to be called
   * @param prefetch queries that the client may answer in advance
   * @param usageRequirements what must hold before it is of use
   */
  record CdsService(
      String hook,
      String title,
      String description,
      String id,
      Map<String, String> prefetch,
      String usageRequirements) {
    static CdsService patientView(String title, String description, String id) {
      return new CdsService(
          OpenedChart.HOOK,
          title,
          description,
          id,
          Map.of("patient", "Patient/{{context.patientId}}"),
          "The patient's record is in Salus. For a client with a FHIR server of its own the"
              + " prefetched Patient says whose it is, by its identifiers.");
    }
  }
}

package io.salus.records.feature;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.service.security.Caller;
import java.util.List;
import java.util.Set;

/** What features need from the record store. */
interface PatientRecords {
  /**
   * The resources of these types in a patient's compartment, as of one moment of the store.
   *
   * @throws io.salus.service.errors.AppException.NotFound when there is no such patient, or the
   *     caller may not know that there is
   */
  List<JsonNode> of(Caller caller, String patientId, Set<String> types);

  /** Ids of patients in the order of ids, those behind {@code after} (empty for the first). */
  List<String> ids(Caller caller, String after, int limit);
}

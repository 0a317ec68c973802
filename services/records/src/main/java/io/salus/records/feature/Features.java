package io.salus.records.feature;

import io.salus.service.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** Features of one patient, for serving. */
@ApplicationScoped
class Features {
  private final FeatureSets sets;
  private final PatientRecords records;

  Features(FeatureSets sets, PatientRecords records) {
    this.sets = sets;
    this.records = records;
  }

  /**
   * @param version of the feature set; 0 for the newest
   * @param asOf nothing that became known later is seen
   */
  FeatureRow of(Caller caller, String name, int version, String patientId, Instant asOf) {
    var versioned = sets.require(caller, name, version);
    var set = versioned.set();
    var chart = set.chart(records.of(caller, patientId, set.resourceTypes()));
    return new FeatureRow(versioned, asOf, set.row(chart, asOf));
  }
}

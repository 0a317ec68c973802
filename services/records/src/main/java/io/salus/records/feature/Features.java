package io.salus.records.feature;

import io.salus.service.errors.AppException.Unprocessable;
import io.salus.service.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;

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
    var resources = records.of(caller, patientId, set.resourceTypes());
    var row = set.row(set.chart(resources), asOf);
    return new FeatureRow(versioned, asOf, row, new CodeWords(resources).of(set, row));
  }

  /** What became of a patient after a moment. */
  record Outcome(VersionedFeatureSet set, Optional<Boolean> came) {}

  /**
   * The label that a row of the patient would have.
   *
   * @param after what comes later than this counts
   * @param asOf nothing that became known later is seen
   */
  Outcome outcomeOf(
      Caller caller, String name, int version, String patientId, Instant after, Instant asOf) {
    var versioned = sets.require(caller, name, version);
    var set = versioned.set();
    var training = set.training();
    if (training == null) {
      throw new Unprocessable("This feature set has no training, and so no outcome.");
    }
    var chart = set.chart(records.of(caller, patientId, set.resourceTypes()));
    return new Outcome(versioned, training.label(chart, after, asOf));
  }
}

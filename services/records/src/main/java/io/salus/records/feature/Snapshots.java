package io.salus.records.feature;

import io.salus.jobs.Jobs;
import io.salus.service.errors.AppException.Forbidden;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.errors.AppException.Unprocessable;
import io.salus.service.security.Caller;
import io.salus.service.storage.ObjectStore;
import io.salus.service.tenant.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.UUID;

/**
 * Snapshots of a tenant: ask for one, look at it, read it. They hold many patients, so a patient's
 * own token has no part in them.
 */
@ApplicationScoped
class Snapshots {
  private final FeatureSets sets;
  private final SnapshotTable table;
  private final TenantTransactions transactions;
  private final ObjectStore files;
  private final Jobs jobs;

  Snapshots(
      FeatureSets sets,
      SnapshotTable table,
      TenantTransactions transactions,
      ObjectStore files,
      Jobs jobs) {
    this.sets = sets;
    this.table = table;
    this.transactions = transactions;
    this.files = files;
    this.jobs = jobs;
  }

  /**
   * Starts the job that makes one.
   *
   * @param version of the feature set; 0 for the newest
   * @return id of the job
   */
  String create(Caller caller, String name, int version) {
    refusePatients(caller);
    var versioned = sets.require(caller, name, version);
    if (versioned.set().training() == null) {
      throw new Unprocessable(
          "The feature set has no training part, so it has no index date and no label.",
          "training");
    }
    return jobs.submit(
        caller, SnapshotJob.KIND, Map.of("name", name, "version", versioned.version()));
  }

  Snapshot require(Caller caller, String id) {
    refusePatients(caller);
    try {
      var uuid = UUID.fromString(id);
      return transactions.call(caller, () -> table.find(uuid)).orElseThrow(Snapshots::notFound);
    } catch (IllegalArgumentException e) {
      throw notFound();
    }
  }

  /** The bytes of the Parquet file. */
  InputStream open(Snapshot snapshot) throws IOException {
    return files.open(snapshot.storageKey());
  }

  /** The feature set that made it. */
  VersionedFeatureSet setOf(Snapshot snapshot) {
    return new VersionedFeatureSet(sets.compile(snapshot.definition()), snapshot.version());
  }

  private static void refusePatients(Caller caller) {
    if (caller.patientContext().isPresent()) {
      throw new Forbidden("A patient's token does not reach data of many patients.");
    }
  }

  private static NotFound notFound() {
    return new NotFound("There is no such snapshot.");
  }
}

package io.salus.synthesis.release;

import io.salus.service.errors.AppException.Forbidden;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.security.Caller;
import io.salus.service.storage.ObjectStore;
import io.salus.service.tenant.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The releases of a tenant. */
@ApplicationScoped
class Releases {
  static final String READ = "salus/synthesis.read";
  static final String RUN = "salus/synthesis.run";

  /** More than anybody looks through; older ones are reached by their id. */
  private static final int MOST_LISTED = 500;

  private final ReleaseRepository repository;
  private final TenantTransactions transactions;
  private final ObjectStore files;

  Releases(ReleaseRepository repository, TenantTransactions transactions, ObjectStore files) {
    this.repository = repository;
    this.transactions = transactions;
    this.files = files;
  }

  /** Synthetic data speaks of a whole population: a token of one patient never reaches it. */
  static void require(Caller caller, String scope) {
    caller.require(scope);
    if (caller.patientContext().isPresent()) {
      throw new Forbidden("Synthetic data is not for tokens of one patient.");
    }
  }

  /** Newest first. */
  List<Release> list(Caller caller) {
    require(caller, READ);
    return transactions.call(
        caller,
        () -> repository.newest(MOST_LISTED).stream().map(ReleaseEntity::toRelease).toList());
  }

  /** One release. Throws {@link NotFound}. */
  Release require(Caller caller, UUID id) {
    require(caller, READ);
    return transactions
        .call(caller, () -> repository.findByIdOptional(id).map(ReleaseEntity::toRelease))
        .orElseThrow(Releases::notFound);
  }

  /** The bytes of one file. Throws {@link NotFound}. */
  InputStream open(Caller caller, UUID id, String file) throws IOException {
    Release release = require(caller, id);
    if (!Release.FILES.contains(file)) {
      throw new NotFound("The release has no such file.");
    }
    return files.open(release.storagePrefix() + "/" + file);
  }

  /** What a job made before, if it did. */
  Optional<Release> ofJob(Caller caller, String job) {
    return transactions.call(caller, () -> repository.ofJob(job).map(ReleaseEntity::toRelease));
  }

  /**
   * Keeps the files, then the row: a release that can be seen is whole. Two attempts of one job
   * write to different places, and only one of them gets its row.
   *
   * @param finished the files by their name, moved away by this
   */
  void publish(Caller caller, Release release, Map<String, Path> finished) throws IOException {
    for (String name : Release.FILES) {
      Path file = finished.get(name);
      if (file == null) {
        throw new IllegalArgumentException("a release has a file " + name);
      }
      files.put(release.storagePrefix() + "/" + name, file);
    }
    transactions.run(caller, () -> repository.persistAndFlush(ReleaseEntity.of(release)));
  }

  /** Removes what an attempt that died may have left. */
  void discard(String storagePrefix) throws IOException {
    for (String name : Release.FILES) {
      files.delete(storagePrefix + "/" + name);
    }
  }

  private static NotFound notFound() {
    return new NotFound("There is no such release.");
  }
}

package io.salus.records.feature;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.salus.jobs.JobContext;
import io.salus.jobs.JobHandler;
import io.salus.service.security.Caller;
import io.salus.service.storage.ObjectStore;
import io.salus.service.tenant.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/**
 * Writes one row for each patient of a feature set's cohort. One patient is in memory at a time.
 */
@ApplicationScoped
class SnapshotJob implements JobHandler {
  static final String KIND = "feature-snapshot";
  private static final int PAGE = 500;

  private final FeatureSets sets;
  private final PatientRecords records;
  private final SnapshotTable table;
  private final TenantTransactions transactions;
  private final ObjectStore files;
  private final ObjectMapper json;

  SnapshotJob(
      FeatureSets sets,
      PatientRecords records,
      SnapshotTable table,
      TenantTransactions transactions,
      ObjectStore files,
      ObjectMapper json) {
    this.sets = sets;
    this.records = records;
    this.table = table;
    this.transactions = transactions;
    this.files = files;
    this.json = json;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String scope() {
    return "salus/features.write";
  }

  @Override
  public String run(JobContext job) throws IOException {
    // The snapshot has the job's uuid, so that a second attempt finds what the first one finished.
    var id = UUID.fromString(job.jobId().substring(job.jobId().length() - 36));
    var done = transactions.call(job.caller(), () -> table.find(id));
    return result(done.isPresent() ? done.get() : make(job, id));
  }

  private Snapshot make(JobContext job, UUID id) throws IOException {
    var caller = job.caller();
    var versioned =
        sets.require(
            caller, job.params().path("name").asText(), job.params().path("version").asInt());
    var draft = files.draft();
    try {
      var quality = new QualityCount(versioned.set());
      var counts = write(job, versioned, draft, quality);
      var key = "snapshots/" + id + ".parquet";
      var snapshot =
          new Snapshot(
              id,
              versioned.set().name(),
              versioned.version(),
              versioned.set().json(),
              sha256(draft),
              counts.rows,
              counts.positives,
              Files.size(draft),
              quality.figures(),
              key,
              Instant.now().truncatedTo(ChronoUnit.MICROS));
      // An attempt that died between file and row left a file that nobody knows.
      files.delete(key);
      files.put(key, draft);
      transactions.run(caller, () -> table.insert(caller.tenant(), snapshot));
      return snapshot;
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private Counts write(
      JobContext job, VersionedFeatureSet versioned, Path draft, QualityCount quality)
      throws IOException {
    var counts = new Counts(count(job.caller()));
    try (var file = new SnapshotFile(draft, versioned)) {
      var after = "";
      for (var page = records.ids(job.caller(), after, PAGE);
          !page.isEmpty();
          page = records.ids(job.caller(), after, PAGE)) {
        for (var patient : page) {
          job.progress(counts.share(), counts.seen + " of " + counts.all + " patients read");
          write(job.caller(), versioned.set(), patient, file, counts, quality);
        }
        after = page.getLast();
      }
    }
    job.progress(1, counts.rows + " rows written");
    return counts;
  }

  private void write(
      Caller caller,
      FeatureSet set,
      String patient,
      SnapshotFile file,
      Counts counts,
      QualityCount quality)
      throws IOException {
    counts.seen++;
    var chart = set.chart(records.of(caller, patient, set.resourceTypes()));
    var example = set.example(chart);
    if (example.isPresent()) {
      var at = example.get().indexDate();
      var row = set.row(chart, at);
      file.write(new SnapshotFile.Row(patient, at, row, example.get().label()));
      quality.add(row);
      counts.rows++;
      counts.positives += example.get().label() ? 1 : 0;
    }
  }

  private long count(Caller caller) {
    long count = 0;
    List<String> page = records.ids(caller, "", PAGE);
    while (!page.isEmpty()) {
      count += page.size();
      page = records.ids(caller, page.getLast(), PAGE);
    }
    return count;
  }

  private String result(Snapshot snapshot) {
    return json.createObjectNode()
        .put("snapshot", snapshot.id().toString())
        .put("sha256", snapshot.sha256())
        .put("rows", snapshot.rows())
        .put("positives", snapshot.positives())
        .toString();
  }

  private static String sha256(Path file) throws IOException {
    try (var in =
        new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(in.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static final class Counts {
    private final long all;
    private long seen;
    private long rows;
    private long positives;

    Counts(long all) {
      this.all = all;
    }

    double share() {
      return all == 0 ? 1 : Math.min(1, (double) seen / all);
    }
  }
}

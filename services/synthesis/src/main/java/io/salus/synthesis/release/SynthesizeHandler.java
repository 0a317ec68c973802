package io.salus.synthesis.release;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.jobs.JobContext;
import io.salus.jobs.JobHandler;
import io.salus.learning.UnusableDataException;
import io.salus.learning.table.ParquetTable;
import io.salus.learning.table.Table;
import io.salus.service.errors.AppException.Unprocessable;
import io.salus.service.storage.ObjectStore;
import io.salus.synthesis.generator.GeneratorKind;
import io.salus.synthesis.generator.SynthesisPlan;
import io.salus.synthesis.generator.Synthesizer;
import io.salus.synthesis.generator.SyntheticRows;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The job that makes a release. Rows follow from snapshot, generator, epochs and seed alone; a
 * training that was killed goes on from its last checkpoint and gives the same rows. The release's
 * row is written last, and once a job.
 */
@ApplicationScoped
class SynthesizeHandler implements JobHandler {
  static final String KIND = "synthesize";

  /** A checkpoint is some megabytes; more often would cost more than it saves. */
  private static final Duration KEEP_EVERY = Duration.ofSeconds(5);

  private final RecordsClient records;
  private final ObjectStore files;
  private final Releases releases;
  private final ReleaseWriter writer;
  private final ObjectMapper json;

  SynthesizeHandler(
      RecordsClient records,
      ObjectStore files,
      Releases releases,
      ReleaseWriter writer,
      ObjectMapper json) {
    this.records = records;
    this.files = files;
    this.releases = releases;
    this.writer = writer;
    this.json = json;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String scope() {
    return Releases.RUN;
  }

  @Override
  public String run(JobContext job) throws IOException {
    Optional<Release> before = releases.ofJob(job.caller(), job.jobId());
    Release release = before.isPresent() ? before.get() : make(job);
    ObjectNode result = json.createObjectNode();
    result.put("release", release.id().toString());
    result.set("metrics", json.readTree(release.metrics()));
    return json.writeValueAsString(result);
  }

  private Release make(JobContext job) throws IOException {
    Releases.require(job.caller(), scope());
    job.progress(0, "fetching the snapshot");
    Snapshot snapshot = records.snapshot(job.bearerToken(), job.params().path("snapshot").asText());
    try {
      Table table = table(job, snapshot);
      RealRows real = RealRows.of(table, job.params().path("seed").asLong());
      SynthesisPlan plan = plan(job, real);
      SyntheticRows made =
          new Synthesizer(KEEP_EVERY)
              .run(real.trained(), real.all(), plan, job.checkpoint(), new JobWatch(job, plan));
      return writer.write(job, snapshot, real, plan, made);
    } catch (UnusableDataException e) {
      throw new Unprocessable("The snapshot cannot be learned from: " + e.getMessage() + ".");
    }
  }

  private static SynthesisPlan plan(JobContext job, RealRows real) {
    GeneratorKind kind = Generators.of(job.params().path("generator").asText());
    int epochs = job.params().path("epochs").asInt();
    int rows = job.params().path("rows").asInt();
    return new SynthesisPlan(
        kind,
        epochs == 0 ? kind.defaultEpochs(real.trained().rows()) : epochs,
        job.params().path("seed").asLong(),
        rows == 0 ? real.all().rows() : rows);
  }

  private Table table(JobContext job, Snapshot snapshot) throws IOException {
    Path file = files.draft();
    try {
      records.download(job.bearerToken(), snapshot, file);
      return ParquetTable.read(file);
    } finally {
      Files.deleteIfExists(file);
    }
  }
}

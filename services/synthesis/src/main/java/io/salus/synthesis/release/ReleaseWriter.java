package io.salus.synthesis.release;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.jobs.JobContext;
import io.salus.learning.torch.Torch;
import io.salus.service.runtime.CodeVersion;
import io.salus.service.storage.ObjectStore;
import io.salus.synthesis.files.CsvFile;
import io.salus.synthesis.files.ParquetFile;
import io.salus.synthesis.generator.SynthesisPlan;
import io.salus.synthesis.generator.SyntheticRows;
import io.salus.synthesis.quality.Quality;
import io.salus.synthesis.quality.QualityJson;
import io.salus.synthesis.quality.QualityMeasure;
import io.salus.synthesis.quality.Verdict;
import io.salus.synthesis.report.Provenance;
import io.salus.synthesis.report.ReportPage;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Measures synthetic rows, writes their files and publishes the release. */
@ApplicationScoped
class ReleaseWriter {
  private static final int UUID_LENGTH = 36;

  private final ObjectStore files;
  private final Releases releases;
  private final ObjectMapper json;

  ReleaseWriter(ObjectStore files, Releases releases, ObjectMapper json) {
    this.files = files;
    this.releases = releases;
    this.json = json;
  }

  Release write(
      JobContext job, Snapshot snapshot, RealRows real, SynthesisPlan plan, SyntheticRows made)
      throws IOException {
    job.progress(JobWatch.SAMPLED, "comparing synthetic with real patients");
    Quality quality =
        new QualityMeasure(real.trained(), real.heldOut(), plan.seed())
            .of(made.population(), made.identical(), made.refused());
    Verdict verdict = Verdict.of(quality, plan.seed());
    Map<String, String> facts = facts(job, snapshot, plan);
    Map<String, Path> drafts = new HashMap<>();
    try {
      for (String name : Release.FILES) {
        drafts.put(name, files.draft());
      }
      job.progress(0.95, "writing the files");
      CsvFile.write(made.population(), draft(drafts, Release.CSV));
      ParquetFile.write(
          made.population(),
          Map.of("salus.synthetic", json.writeValueAsString(facts)),
          draft(drafts, Release.PARQUET));
      Provenance provenance = new Provenance(name(plan), facts);
      Files.writeString(
          draft(drafts, Release.REPORT),
          new ReportPage(real.trained(), made.population(), quality, verdict, provenance).html());
      ObjectNode metrics = new QualityJson(json).write(quality, verdict, plan.seed());
      metrics.set("provenance", json.valueToTree(facts));
      job.progress(0.98, "publishing the release");
      return publish(job, snapshot, plan, json.writeValueAsString(metrics), drafts);
    } finally {
      for (Path draft : drafts.values()) {
        Files.deleteIfExists(draft);
      }
    }
  }

  private Release publish(
      JobContext job,
      Snapshot snapshot,
      SynthesisPlan plan,
      String metrics,
      Map<String, Path> drafts)
      throws IOException {
    Releases.require(job.caller(), Releases.RUN);
    // The job's own id: what a job makes can be told from it, and a second row is refused.
    UUID id = UUID.fromString(job.jobId().substring(job.jobId().length() - UUID_LENGTH));
    Release release =
        new Release(
            id,
            job.caller().tenant(),
            plan.kind(),
            snapshot.id(),
            snapshot.sha256(),
            plan.rows(),
            plan.epochs(),
            plan.seed(),
            metrics,
            prefix(id, job.attempt()),
            job.jobId(),
            Instant.now());
    releases.publish(job.caller(), release, drafts);
    for (int attempt = 1; attempt < job.attempt(); attempt++) {
      releases.discard(prefix(id, attempt));
    }
    return release;
  }

  private static String prefix(UUID id, int attempt) {
    return "releases/" + id + "/" + attempt;
  }

  private static Path draft(Map<String, Path> drafts, String name) {
    Path draft = drafts.get(name);
    if (draft == null) {
      throw new IllegalArgumentException("a release has no file " + name);
    }
    return draft;
  }

  private static String name(SynthesisPlan plan) {
    return switch (plan.kind()) {
      case GAN -> "conditional tabular GAN";
      case VAE -> "variational autoencoder";
    };
  }

  private static Map<String, String> facts(JobContext job, Snapshot snapshot, SynthesisPlan plan) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("generator", name(plan));
    facts.put("snapshot", snapshot.id());
    facts.put("snapshot SHA-256", snapshot.sha256());
    facts.put("feature set", snapshot.featureSet());
    facts.put("feature set SHA-256", snapshot.featureSetSha256());
    facts.put("epochs", Integer.toString(plan.epochs()));
    facts.put("seed", Long.toString(plan.seed()));
    facts.put("job", job.jobId());
    facts.put("code", CodeVersion.ofBuild().toString());
    facts.put("engine", "PyTorch " + Torch.versions().getOrDefault("pytorch", "unknown"));
    return facts;
  }
}

package io.salus.inference.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.inference.artefact.ArtefactStore;
import io.salus.inference.artefact.InputDescription;
import io.salus.inference.records.RecordsClient;
import io.salus.inference.records.Snapshot;
import io.salus.inference.registry.ModelVersion;
import io.salus.inference.registry.NewModel;
import io.salus.inference.registry.Registry;
import io.salus.inference.upload.UploadedTables;
import io.salus.jobs.JobContext;
import io.salus.jobs.JobHandler;
import io.salus.learning.UnusableDataException;
import io.salus.learning.fit.Algorithm;
import io.salus.learning.fit.SettingsException;
import io.salus.learning.model.LogisticRegression;
import io.salus.service.errors.AppException.Unprocessable;
import io.salus.service.storage.ObjectStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The job that makes a model. Everything in it follows from data and seed, so an attempt after a
 * worker's death gives the same model; the logistic regression is kept as the checkpoint, and of
 * networks that were named the state after an epoch. The registry's row is written last, and once a
 * job.
 */
@ApplicationScoped
public class TrainHandler implements JobHandler {
  public static final String KIND = "train";
  private final RecordsClient records;
  private final ObjectStore files;
  private final UploadedTables tables;
  private final ArtefactStore artefacts;
  private final Registry registry;
  private final ObjectMapper json;

  TrainHandler(
      RecordsClient records,
      ObjectStore files,
      UploadedTables tables,
      ArtefactStore artefacts,
      Registry registry,
      ObjectMapper json) {
    this.records = records;
    this.files = files;
    this.tables = tables;
    this.artefacts = artefacts;
    this.registry = registry;
    this.json = json;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String scope() {
    return "salus/models.train";
  }

  @Override
  public String run(JobContext job) throws IOException, InterruptedException {
    Optional<ModelVersion> before = registry.ofJob(job.caller(), job.jobId());
    return result(before.isPresent() ? before.get() : train(job));
  }

  private ModelVersion train(JobContext job) throws IOException, InterruptedException {
    TrainingPlan plan = json.treeToValue(job.params(), TrainingPlan.class);
    try {
      Source source = source(job, plan);
      Folds folds = Folds.of(source.table(), plan.seed(), plan.testFrom());
      Optional<Algorithm> chosen = plan.chosen();
      return chosen.isPresent()
          ? train(job, source, folds, plan, chosen.get())
          : train(job, source, folds, plan);
    } catch (SettingsException e) {
      throw TrainingPlan.refused(e);
    } catch (UnusableDataException e) {
      throw new Unprocessable("The data cannot be learned from: " + e.getMessage() + ".");
    }
  }

  private Source source(JobContext job, TrainingPlan plan)
      throws IOException, InterruptedException {
    BroughtTable brought = plan.table();
    if (brought != null) {
      job.progress(0, "reading the table");
      return new TableReading(tables, files).read(job.caller(), brought);
    }
    SnapshotFetch fetch = new SnapshotFetch(records, files, job);
    Snapshot snapshot = fetch.describe(plan.snapshot());
    return Source.of(snapshot, fetch.table(snapshot));
  }

  /** The algorithm that was named. */
  private ModelVersion train(
      JobContext job, Source source, Folds folds, TrainingPlan plan, Algorithm algorithm)
      throws IOException {
    List<InputDescription> inputs = source.inputs();
    String doing = "training: " + algorithm.title().replace('-', ' ');
    Candidate only =
        new TableStage(folds, plan).candidate(algorithm, inputs, new StageWatch(job, doing));
    return judge(job, source, folds, plan, List.of(only), only);
  }

  /** The better of two. */
  private ModelVersion train(JobContext job, Source source, Folds folds, TrainingPlan plan)
      throws IOException {
    List<InputDescription> inputs = source.inputs();
    LogisticStage stage = new LogisticStage(folds);
    LogisticRegression logistic = checkpoint(job);
    if (logistic == null || logistic.weights().size() != folds.encoder().width()) {
      logistic =
          stage.fit(share -> job.progress(0.05 + 0.25 * share, "fitting a logistic regression"));
      job.checkpoint(json.writeValueAsBytes(logistic));
    }
    job.progress(0.3, "training a neural network");
    Candidate linear = stage.candidate(logistic, inputs);
    Candidate network =
        new NetworkStage(folds, plan.seed())
            .candidate(
                inputs, share -> job.progress(0.3 + 0.55 * share, "training a neural network"));
    // On a tie the one that can be read wins.
    Candidate chosen = network.validationLogLoss() < linear.validationLogLoss() ? network : linear;
    return judge(job, source, folds, plan, List.of(linear, network), chosen);
  }

  private ModelVersion judge(
      JobContext job,
      Source source,
      Folds folds,
      TrainingPlan plan,
      List<Candidate> candidates,
      Candidate chosen)
      throws IOException {
    job.progress(
        0.85,
        candidates.size() > 1
            ? "judging the better one on patients it has not seen"
            : "judging it on patients it has not seen");
    ObjectNode metrics = new Evaluation(folds, plan).metrics(candidates, chosen);
    ObjectNode provenance = Provenance.of(source, job.jobId(), plan, folds, chosen);
    job.progress(0.95, "registering the model");
    return register(job, source, chosen, metrics, provenance, plan);
  }

  private ModelVersion register(
      JobContext job,
      Source source,
      Candidate chosen,
      ObjectNode metrics,
      ObjectNode provenance,
      TrainingPlan plan)
      throws IOException {
    job.caller().require(scope());
    ArtefactStore.Stored stored = artefacts.write(job.caller(), chosen.artefact());
    return registry.register(
        job.caller(),
        new NewModel(
            plan.name(),
            chosen.artefact().algorithm(),
            source.outcome(),
            chosen.artefact().inputs().stream().map(InputDescription::name).toList(),
            provenance,
            metrics,
            stored.key(),
            stored.sha256(),
            job.jobId()),
        plan.promote());
  }

  private @Nullable LogisticRegression checkpoint(JobContext job) throws IOException {
    Optional<byte[]> kept = job.checkpoint();
    return kept.isEmpty() ? null : json.readValue(kept.get(), LogisticRegression.class);
  }

  private String result(ModelVersion model) throws IOException {
    ObjectNode result = json.createObjectNode();
    result.put("model", model.name());
    result.put("version", model.version());
    result.put("algorithm", model.algorithm());
    result.put("promoted", model.promoted());
    result.set("metrics", model.metrics());
    return json.writeValueAsString(result);
  }
}

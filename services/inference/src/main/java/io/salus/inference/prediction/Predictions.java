package io.salus.inference.prediction;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import io.salus.inference.records.FeatureRow;
import io.salus.inference.records.RecordsClient;
import io.salus.inference.registry.ModelVersion;
import io.salus.inference.registry.Registry;
import io.salus.inference.serving.LoadedModels;
import io.salus.learning.model.Classifier;
import io.salus.service.errors.AppException.Forbidden;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.errors.AppException.PreconditionFailed;
import io.salus.service.errors.AppException.Unprocessable;
import io.salus.service.id.TimeOrderedId;
import io.salus.service.security.Caller;
import io.salus.service.tenant.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes, keeps and replays predictions. A token is what calls to records are made with. */
@ApplicationScoped
public class Predictions {
  static final String SCOPE = "salus/models.score";
  private static final Pattern FHIR_ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");
  private final Registry registry;
  private final LoadedModels models;
  private final RecordsClient records;
  private final PredictionTable table;
  private final SealedValues values;
  private final TenantTransactions transactions;
  private final ObjectMapper json;

  Predictions(
      Registry registry,
      LoadedModels models,
      RecordsClient records,
      PredictionTable table,
      SealedValues values,
      TenantTransactions transactions,
      ObjectMapper json) {
    this.registry = registry;
    this.models = models;
    this.records = records;
    this.table = table;
    this.values = values;
    this.transactions = transactions;
    this.json = json;
  }

  /**
   * Scores a patient by the promoted version, or the canary where the patient is one of its, and
   * keeps the prediction.
   *
   * @param asOf moment of the inputs; null means now
   */
  public Prediction score(
      Caller caller, String token, String model, String patient, @Nullable Instant asOf) {
    caller.require(SCOPE);
    if (!FHIR_ID.matcher(patient).matches()) {
      throw new InvalidInput("A patient is named by a logical id.", "patient");
    }
    if (caller.patientContext().filter(own -> !own.equals(patient)).isPresent()) {
      throw new Forbidden("This token is for another patient.");
    }
    ModelVersion version = registry.choice(caller, model).of(patient);
    if (version.featureSet().isEmpty()) {
      throw new PreconditionFailed(
          "This model was trained on a table that was brought: there is no feature set to look a"
              + " patient up by. It answers tensors, at /v2/models.");
    }
    // The very moment that is stored is asked for, so that anybody can ask for the same row again.
    Instant moment = (asOf == null ? Instant.now() : asOf).truncatedTo(ChronoUnit.MICROS);
    FeatureRow row =
        records.features(token, version.featureSet(), version.featureSetVersion(), patient, moment);
    if (!row.names().equals(version.features())
        || !row.sha256().equals(version.featureSetSha256())) {
      throw new PreconditionFailed(
          "The feature set is not the one that the model was trained with; train it again.");
    }
    Inputs inputs = Inputs.of(row, json);
    PredictionEntity entity = new PredictionEntity();
    entity.id = TimeOrderedId.next();
    entity.tenant = caller.tenant();
    entity.model = version.id();
    entity.modelName = version.name();
    entity.modelVersion = version.version();
    entity.patient = patient;
    entity.asOf = moment;
    entity.outcome = version.outcome();
    entity.requestedBy = caller.subject();
    entity.createdAt = Instant.now().truncatedTo(ChronoUnit.MICROS);
    PatientValues kept =
        models.use(
            version,
            loaded -> {
              // From the stored text, as a replay will do it.
              double[] raw = loaded.raw(inputs.values(json));
              Explanation explanation = new Explanation(loaded, raw, row.words());
              entity.margin = loaded.margin(raw);
              entity.probability = Classifier.probability(entity.margin);
              return new PatientValues(
                  inputs.text(),
                  inputs.sha256(),
                  explanation.contributions(),
                  explanation.sum(),
                  explanation.warnings(version));
            });
    entity.sealed = values.close(entity.tenant, entity.id, kept);
    transactions.run(caller, () -> table.persist(entity));
    return value(entity);
  }

  /** A stored prediction. Throws {@link NotFound}. */
  public Prediction get(Caller caller, String id) {
    caller.require(SCOPE);
    return value(entity(caller, id));
  }

  /**
   * What came out when a prediction was computed again.
   *
   * @param identical whether the log-odds are the stored ones, bit for bit
   */
  public record Replay(boolean identical, double stored, double recomputed, String inputSha256) {}

  /** Computes a stored prediction again, by the same version from the same inputs. */
  public Replay replay(Caller caller, String id) {
    caller.require(SCOPE);
    PredictionEntity stored = entity(caller, id);
    PatientValues kept = values.of(stored);
    Inputs inputs = new Inputs(kept.inputs());
    if (!inputs.sha256().equals(kept.inputSha256())) {
      throw new Unprocessable("The stored inputs are not those of the prediction.");
    }
    ModelVersion version = registry.require(caller, stored.model);
    double margin = models.use(version, loaded -> loaded.margin(loaded.raw(inputs.values(json))));
    double probability = Classifier.probability(margin);
    return new Replay(
        Double.doubleToLongBits(margin) == Double.doubleToLongBits(stored.margin)
            && Double.doubleToLongBits(probability) == Double.doubleToLongBits(stored.probability),
        stored.probability,
        probability,
        kept.inputSha256());
  }

  /**
   * A RiskAssessment in the record.
   *
   * @param id logical id
   * @param resource FHIR JSON
   */
  public record Assessment(String id, ByteString resource) {}

  /** Writes a RiskAssessment for a prediction; asked again, it answers with the same one. */
  public Assessment writeRiskAssessment(Caller caller, String token, String id) {
    caller.require(SCOPE);
    PredictionEntity entity = entity(caller, id);
    RiskAssessment assessment = new RiskAssessment(value(entity), json);
    RecordsClient.Written written =
        records.create(token, "RiskAssessment", assessment.resource(), assessment.query());
    transactions.run(
        caller,
        () ->
            table.update(
                "riskAssessment = ?1 where id = ?2", "RiskAssessment/" + written.id(), entity.id));
    return new Assessment(written.id(), written.resource());
  }

  private PredictionEntity entity(Caller caller, String id) {
    UUID key;
    try {
      key = UUID.fromString(id);
    } catch (IllegalArgumentException e) {
      throw notFound();
    }
    return transactions
        .call(caller, () -> table.find(caller, key))
        .orElseThrow(Predictions::notFound);
  }

  private static NotFound notFound() {
    return new NotFound("There is no such prediction.");
  }

  private Prediction value(PredictionEntity row) {
    PatientValues kept = values.of(row);
    return new Prediction(
        row.id,
        row.modelName,
        row.modelVersion,
        row.patient,
        row.margin,
        row.probability,
        kept.contributions(),
        row.asOf,
        row.createdAt,
        row.outcome,
        kept.inputSha256(),
        kept.warnings(),
        row.riskAssessment,
        Optional.ofNullable(kept.explanation()));
  }
}

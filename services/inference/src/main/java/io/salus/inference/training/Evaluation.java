package io.salus.inference.training;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.inference.artefact.Distribution;
import io.salus.inference.artefact.ModelArtefact;
import io.salus.learning.drift.Histogram;
import io.salus.learning.encoding.Encoder;
import io.salus.learning.encoding.FeatureEncoding;
import io.salus.learning.fit.FittedModel;
import io.salus.learning.metric.Bootstrap;
import io.salus.learning.metric.Calibration;
import io.salus.learning.metric.Discrimination;
import io.salus.learning.metric.Estimate;
import io.salus.learning.model.Attribution;
import io.salus.learning.model.Classifier;
import io.salus.learning.table.Column;
import io.salus.learning.table.Table;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The chosen model on patients it has never seen, as the JSON that the registry keeps. */
final class Evaluation {
  private static final int RESAMPLES = 1000;
  private static final int MOST_ROC_POINTS = 200;

  /** Of each subgroup: there are many of them. */
  private static final int DRAWS = 300;

  /** Explaining a network costs hundreds of rows a patient; this many show what matters. */
  private static final int EXPLAINED = 50;

  /** Of a picture of 28 x 28, 6 patients: a second each. */
  private static final int EXPLAINED_FEATURES = 5000;

  private static final int LEAST_EXPLAINED = 5;

  private final Folds folds;
  private final TrainingPlan plan;

  Evaluation(Folds folds, TrainingPlan plan) {
    this.folds = folds;
    this.plan = plan;
  }

  ObjectNode metrics(List<Candidate> candidates, Candidate chosen) throws IOException {
    Table test = folds.test();
    boolean[] labels = test.labels();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    try (Classifier model = chosen.artefact().classifier()) {
      double[] scores = model.probabilities(chosen.artefact().encoder().encode(test));
      Bootstrap bootstrap = new Bootstrap(plan.seed(), RESAMPLES);
      Estimate auroc = bootstrap.estimate(Discrimination::auroc, scores, labels);
      Calibration calibration = Calibration.of(scores, labels);
      Verdict verdict = Verdict.of(test.rows(), test.positives(), auroc, calibration);
      json.put("verdict", verdict.text());
      json.put("conclusive", verdict.conclusive());
      json.set("auroc", Figures.estimate(auroc));
      json.set(
          "auprc", Figures.estimate(bootstrap.estimate(Discrimination::auprc, scores, labels)));
      json.set("brier", Figures.estimate(bootstrap.estimate(Calibration::brier, scores, labels)));
      double prevalence = (double) test.positives() / test.rows();
      json.put("prevalence", prevalence);
      json.put("brier_of_prevalence", prevalence * (1 - prevalence));
      json.set("calibration", calibration(calibration));
      json.set("roc", roc(scores, labels));
      json.set(
          "score_distribution",
          Distribution.write(Histogram.of(Column.numbers("probability", scores))));
      json.set("folds", folds());
      json.set("candidates", candidates(candidates, chosen));
      importance(chosen.artefact(), model, json);
      json.set("subgroups", SubgroupSection.of(test, scores, new Bootstrap(plan.seed(), DRAWS)));
      json.set(
          "representation",
          SubgroupSection.representation(List.of(folds.train(), folds.validation(), test)));
      if (plan.hasCosts()) {
        double[] validation =
            model.probabilities(chosen.artefact().encoder().encode(folds.validation()));
        json.set("threshold", ThresholdSection.of(plan, folds, validation, scores));
      }
      json.put("interval", "95 % bootstrap percentile, " + RESAMPLES + " resamples of patients");
    }
    return json;
  }

  private static ObjectNode calibration(Calibration calibration) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    Figures.put(json, "intercept", calibration.intercept());
    Figures.put(json, "slope", calibration.slope());
    ArrayNode bins = json.putArray("bins");
    for (Calibration.Bin bin : calibration.bins()) {
      bins.addObject()
          .put("predicted", bin.predicted())
          .put("observed", bin.observed())
          .put("low", bin.low())
          .put("high", bin.high())
          .put("patients", bin.patients());
    }
    return json;
  }

  /** Pairs of false and true positive rate from (0, 0) to (1, 1). */
  private static ArrayNode roc(double[] scores, boolean[] labels) {
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    List<Discrimination.Point> curve = Discrimination.curve(scores, labels);
    Discrimination.Point all = curve.getLast();
    if (all.falsePositives() == 0 || all.truePositives() == 0) {
      return json;
    }
    json.addArray().add(0.0).add(0.0);
    int step = Math.max(1, curve.size() / MOST_ROC_POINTS);
    for (int i = 0; i < curve.size(); i++) {
      if (i % step == 0 || i == curve.size() - 1) {
        json.addArray()
            .add((double) curve.get(i).falsePositives() / all.falsePositives())
            .add((double) curve.get(i).truePositives() / all.truePositives());
      }
    }
    return json;
  }

  private ObjectNode folds() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("train", fold(folds.train()));
    json.set("validation", fold(folds.validation()));
    json.set("test", fold(folds.test()));
    return json;
  }

  private static ObjectNode fold(Table fold) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("rows", fold.rows())
        .put("positives", fold.positives());
  }

  private static ArrayNode candidates(List<Candidate> candidates, Candidate chosen) {
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    for (Candidate candidate : candidates) {
      ObjectNode one = json.addObject();
      one.put("algorithm", candidate.artefact().algorithm());
      Figures.put(one, "validation_log_loss", candidate.validationLogLoss());
      Figures.put(one, "validation_auroc", candidate.validationAuroc());
      one.put("chosen", candidate.equals(chosen));
      one.set("hyperparameters", candidate.hyperparameters());
    }
    return json;
  }

  /** Mean size of each feature's contribution over test patients, largest first. */
  private void importance(ModelArtefact artefact, Classifier model, ObjectNode json) {
    Encoder encoder = artefact.encoder();
    List<String> names = encoder.features().stream().map(FeatureEncoding::name).toList();
    int many =
        Math.clamp(EXPLAINED_FEATURES / Math.max(1, names.size()), LEAST_EXPLAINED, EXPLAINED);
    int patients = Math.min(many, folds.test().rows());
    FittedModel fitted = artefact.model();
    double[] sums = new double[names.size()];
    for (int i = 0; i < patients; i++) {
      double[] raw = encoder.raw(folds.test(), i);
      double[] parts =
          fitted == null
              ? Attribution.of(model, encoder, raw)
              : fitted.explain(raw).contributions().stream().mapToDouble(p -> p).toArray();
      for (int j = 0; j < sums.length; j++) {
        sums[j] += Math.abs(parts[j]) / patients;
      }
    }
    json.put("importance_unit", fitted == null ? "log-odds" : fitted.unit());
    ArrayNode list = json.putArray("importance");
    IntStream.range(0, sums.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer j) -> -sums[j]))
        .forEach(
            j -> list.addObject().put("feature", names.get(j)).put("mean_contribution", sums[j]));
  }
}

package io.salus.inference.training;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.inference.artefact.InputDescription;
import io.salus.inference.artefact.ModelArtefact;
import io.salus.learning.metric.Calibration;
import io.salus.learning.model.FitProgress;
import io.salus.learning.model.LogisticRegression;
import java.util.List;

/** Logistic regression, its penalty chosen on the validation fold. */
final class LogisticStage {
  private static final double[] PENALTIES = {0.001, 0.003, 0.01, 0.03, 0.1, 0.3};
  private final Folds folds;

  LogisticStage(Folds folds) {
    this.folds = folds;
  }

  LogisticRegression fit(FitProgress progress) {
    double[][] x = folds.encoder().encode(folds.train());
    boolean[] y = folds.train().labels();
    double[][] validation = folds.encoder().encode(folds.validation());
    LogisticRegression best = null;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < PENALTIES.length; i++) {
      int done = i;
      LogisticRegression model =
          LogisticRegression.fit(
              x, y, PENALTIES[i], share -> progress.at((done + share) / PENALTIES.length));
      double loss =
          Calibration.logLoss(model.probabilities(validation), folds.validation().labels());
      if (best == null || loss < least) {
        best = model;
        least = loss;
      }
      progress.at((i + 1.0) / PENALTIES.length);
    }
    if (best == null) {
      throw new IllegalStateException("there is no penalty to try");
    }
    return best;
  }

  Candidate candidate(LogisticRegression model, List<InputDescription> inputs) {
    double[][] validation = folds.encoder().encode(folds.validation());
    boolean[] labels = folds.validation().labels();
    double[] scores = model.probabilities(validation);
    ObjectNode hyper = JsonNodeFactory.instance.objectNode();
    hyper.put("l2", model.lambda());
    hyper.put("iterations", model.iterations());
    hyper.put("converged", model.converged());
    return Candidate.of(
        ModelArtefact.of(folds.encoder(), inputs, model),
        Calibration.logLoss(scores, labels),
        scores,
        labels,
        hyper);
  }
}

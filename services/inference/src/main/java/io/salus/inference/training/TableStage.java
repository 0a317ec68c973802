package io.salus.inference.training;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.inference.artefact.InputDescription;
import io.salus.inference.artefact.ModelArtefact;
import io.salus.learning.fit.Algorithm;
import io.salus.learning.fit.FittedModel;
import io.salus.learning.fit.Learner;
import io.salus.learning.fit.Settings;
import io.salus.learning.metric.Calibration;
import io.salus.learning.model.FitProgress;
import io.salus.learning.search.Candidates;
import io.salus.learning.search.Search;
import io.salus.learning.search.Trial;
import java.util.List;
import java.util.Locale;

/**
 * The algorithm that was asked for. Settings are searched, the model is trained and calibrated on
 * the training fold alone, by cross-validation within it.
 */
final class TableStage {
  private static final int FOLDS = 5;
  private static final double SEARCH_SHARE = 0.7;

  private final Folds folds;
  private final TrainingPlan plan;

  TableStage(Folds folds, TrainingPlan plan) {
    this.folds = folds;
    this.plan = plan;
  }

  Candidate candidate(Algorithm asked, List<InputDescription> inputs, FitProgress progress) {
    List<Trial> trials =
        plan.searchFits() == 0
            ? List.of()
            : Search.ofFits(FOLDS, plan.seed(), plan.searchFits())
                .trials(
                    folds.train(),
                    Candidates.of(asked, plan.searchFits(), plan.seed()),
                    share -> progress.at(SEARCH_SHARE * share));
    Algorithm algorithm = trials.isEmpty() ? asked : trials.getFirst().algorithm();
    double done = trials.isEmpty() ? 0 : SEARCH_SHARE;
    FittedModel model =
        new Learner(algorithm, plan.calibrationMethod(), plan.seed())
            .fit(folds.train(), share -> progress.at(done + (1 - done) * share));
    double[] scores = model.probabilities(folds.validation());
    boolean[] labels = folds.validation().labels();
    return Candidate.of(
        ModelArtefact.of(inputs, model),
        Calibration.logLoss(scores, labels),
        scores,
        labels,
        hyper(algorithm, model, trials));
  }

  private ObjectNode hyper(Algorithm algorithm, FittedModel model, List<Trial> trials) {
    ObjectNode hyper = Settings.written(algorithm);
    hyper.put("calibration", model.calibration().name().toLowerCase(Locale.ROOT));
    if (!trials.isEmpty()) {
      ArrayNode tried = hyper.putArray("search");
      for (Trial trial : trials) {
        tried
            .addObject()
            .put("folds", trial.folds())
            .put("log_loss", trial.logLoss())
            .set("hyperparameters", Settings.written(trial.algorithm()));
      }
    }
    return hyper;
  }
}

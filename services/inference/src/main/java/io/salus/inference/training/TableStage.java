package io.salus.inference.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.inference.artefact.InputDescription;
import io.salus.inference.artefact.ModelArtefact;
import io.salus.learning.fit.Algorithm;
import io.salus.learning.fit.DeepLearner;
import io.salus.learning.fit.FittedModel;
import io.salus.learning.fit.Learner;
import io.salus.learning.fit.Settings;
import io.salus.learning.metric.Calibration;
import io.salus.learning.search.Candidates;
import io.salus.learning.search.Search;
import io.salus.learning.search.Trial;
import java.util.List;
import java.util.Locale;

/**
 * The algorithm that was asked for. Settings are searched, the model is trained and calibrated on
 * the training fold alone, by cross-validation within it; a network that is trained in the engine
 * is stopped and calibrated by the validation fold.
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

  /**
   * @param watch of a network's training in the engine; other algorithms tell how far they are
   */
  Candidate candidate(Algorithm asked, List<InputDescription> inputs, StageWatch watch) {
    List<Trial> trials =
        plan.searchFits() == 0
            ? List.of()
            : Search.ofFits(FOLDS, plan.seed(), plan.searchFits())
                .trials(
                    folds.train(),
                    Candidates.of(asked, plan.searchFits(), plan.seed()),
                    share -> watch.at(SEARCH_SHARE * share));
    Algorithm algorithm = trials.isEmpty() ? asked : trials.getFirst().algorithm();
    double done = trials.isEmpty() ? 0 : SEARCH_SHARE;
    ObjectNode hyper = Settings.written(algorithm);
    FittedModel model = fit(algorithm, hyper, watch.from(done));
    double[] scores = model.probabilities(folds.validation());
    boolean[] labels = folds.validation().labels();
    return Candidate.of(
        ModelArtefact.of(inputs, model),
        Calibration.logLoss(scores, labels),
        scores,
        labels,
        hyper(hyper, model, trials));
  }

  private FittedModel fit(Algorithm algorithm, ObjectNode hyper, StageWatch watch) {
    if (!(algorithm instanceof Algorithm.Deep deep)) {
      return new Learner(algorithm, plan.calibrationMethod(), plan.seed())
          .fit(folds.train(), watch::at, watch);
    }
    DeepLearner.Fit fit =
        new DeepLearner(deep, plan.calibrationMethod(), plan.seed())
            .fit(folds.train(), folds.validation(), watch);
    hyper.set("epochs", one(fit.epochs()));
    hyper.set("best_epoch", one(fit.bestEpochs()));
    return fit.model();
  }

  /** A number where there is one network, else a list of theirs. */
  private static JsonNode one(List<Integer> ofNetworks) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    ofNetworks.forEach(all::add);
    return all.size() == 1 ? all.get(0) : all;
  }

  private static ObjectNode hyper(ObjectNode hyper, FittedModel model, List<Trial> trials) {
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

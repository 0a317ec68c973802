package io.salus.inference.training;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.inference.artefact.InputDescription;
import io.salus.inference.artefact.ModelArtefact;
import io.salus.learning.metric.Calibration;
import io.salus.learning.model.Classifier;
import io.salus.learning.model.FitProgress;
import io.salus.learning.model.NetworkSettings;
import io.salus.learning.network.DeepFit;
import io.salus.learning.network.NetworkTraining;
import io.salus.learning.network.Samples;
import io.salus.learning.network.Watch;
import java.io.IOException;
import java.util.List;

/** The neural network, stopped by the validation fold. */
final class NetworkStage {
  private final Folds folds;
  private final long seed;

  NetworkStage(Folds folds, long seed) {
    this.folds = folds;
    this.seed = seed;
  }

  Candidate candidate(List<InputDescription> inputs, FitProgress progress) throws IOException {
    NetworkSettings settings = NetworkSettings.forRows(folds.train().rows());
    double[][] validation = folds.encoder().encode(folds.validation());
    boolean[] labels = folds.validation().labels();
    DeepFit trained =
        new NetworkTraining(settings, seed)
            .train(
                Samples.of(folds.encoder().encode(folds.train()), folds.train().labels()),
                Samples.of(validation, labels),
                Watch.of(progress));
    ModelArtefact artefact =
        ModelArtefact.of(folds.encoder(), inputs, settings.hidden(), trained.parameters());
    try (Classifier network = artefact.classifier()) {
      double[] scores = network.probabilities(validation);
      return Candidate.of(
          artefact, Calibration.logLoss(scores, labels), scores, labels, hyper(settings, trained));
    }
  }

  private static ObjectNode hyper(NetworkSettings settings, DeepFit trained) {
    ObjectNode hyper = JsonNodeFactory.instance.objectNode();
    settings.hidden().forEach(hyper.putArray("hidden")::add);
    hyper.put("activation", "relu");
    hyper.put("optimizer", "AdamW");
    hyper.put("learning_rate", settings.learningRate());
    hyper.put("weight_decay", settings.weightDecay());
    hyper.put("batch_size", settings.batchSize());
    hyper.put("most_epochs", settings.mostEpochs());
    hyper.put("patience", settings.patience());
    hyper.put("epochs", trained.epochs());
    hyper.put("best_epoch", trained.bestEpoch());
    return hyper;
  }
}

package io.salus.inference.training;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.inference.artefact.ModelArtefact;
import io.salus.learning.metric.Discrimination;

/**
 * A trained model that may be chosen.
 *
 * @param artefact the model
 * @param validationLogLoss what it is chosen by: a proper score, which AUROC is not
 * @param validationAuroc for people; NaN where undefined
 * @param hyperparameters what it was trained with, and how the fit ended
 */
record Candidate(
    ModelArtefact artefact,
    double validationLogLoss,
    double validationAuroc,
    ObjectNode hyperparameters) {
  static Candidate of(
      ModelArtefact artefact, double logLoss, double[] scores, boolean[] labels, ObjectNode hyper) {
    return new Candidate(artefact, logLoss, Discrimination.auroc(scores, labels), hyper);
  }
}

package io.salus.gateway.models;

import io.salus.gateway.backend.WireProtoMapper;
import io.salus.gateway.models.PredictionView.Contribution;
import io.salus.proto.inference.v1.Model;
import io.salus.proto.inference.v1.Prediction;
import io.salus.proto.inference.v1.ReplayPredictionResponse;
import io.salus.proto.inference.v1.WriteRiskAssessmentResponse;

/** Models and predictions as REST shows them. */
final class ModelProtoMapper {
  private ModelProtoMapper() {}

  static ModelView model(Model model) {
    return new ModelView(
        model.getName(),
        model.getVersion(),
        model.getPromoted(),
        model.getAlgorithm(),
        model.getOutcome(),
        model.getFeaturesList().stream().toList(),
        WireProtoMapper.json(model.getMetricsJson()),
        WireProtoMapper.json(model.getProvenanceJson()),
        WireProtoMapper.instant(model.getCreatedAt()),
        "/models/" + model.getName() + "/versions/" + model.getVersion() + "/report");
  }

  static PredictionView prediction(Prediction prediction) {
    return new PredictionView(
        prediction.getId(),
        prediction.getModel(),
        prediction.getVersion(),
        prediction.getPatientId(),
        prediction.getProbability(),
        prediction.getOutcome(),
        prediction.getContributionsList().stream()
            .map(c -> new Contribution(c.getFeature(), c.getValue(), c.getContribution()))
            .toList(),
        prediction.getWarningsList().stream().toList(),
        WireProtoMapper.instant(prediction.getAsOf()),
        WireProtoMapper.instant(prediction.getCreatedAt()),
        prediction.getRiskAssessment().isEmpty() ? null : prediction.getRiskAssessment());
  }

  static ReplayView replay(ReplayPredictionResponse replay) {
    return new ReplayView(
        replay.getIdentical(), replay.getStored(), replay.getRecomputed(), replay.getInputSha256());
  }

  static RiskAssessmentView assessment(WriteRiskAssessmentResponse written) {
    return new RiskAssessmentView(
        written.getId(),
        "RiskAssessment/" + written.getId(),
        WireProtoMapper.json(written.getResource().toStringUtf8()));
  }
}

package io.salus.gateway.models;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.gateway.backend.WireProtoMapper;
import io.salus.gateway.models.PredictionView.Contribution;
import io.salus.proto.inference.v1.CardFeedback;
import io.salus.proto.inference.v1.CardOutcome;
import io.salus.proto.inference.v1.CardOverrideReason;
import io.salus.proto.inference.v1.Explanation;
import io.salus.proto.inference.v1.GetModelCardResponse;
import io.salus.proto.inference.v1.Model;
import io.salus.proto.inference.v1.Prediction;
import io.salus.proto.inference.v1.ReplayPredictionResponse;
import io.salus.proto.inference.v1.TrainModelRequest;
import io.salus.proto.inference.v1.TrainingTable;
import io.salus.proto.inference.v1.WriteRiskAssessmentResponse;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Models and predictions as REST shows them. */
final class ModelProtoMapper {
  private ModelProtoMapper() {}

  static TrainModelRequest training(String name, TrainRequest asked) {
    TrainModelRequest.Builder request =
        TrainModelRequest.newBuilder()
            .setName(name)
            .setSeed(asked.seed())
            .setPromote(asked.promote())
            .setSearchFits(asked.searchFits())
            .setCostOfFalseAlarm(asked.costOfFalseAlarm())
            .setCostOfMiss(asked.costOfMiss());
    set(asked.snapshot(), request::setSnapshotId);
    TableRequest table = asked.table();
    if (table != null) {
      request.setTable(table(table));
    }
    set(asked.algorithm(), request::setAlgorithm);
    set(asked.calibration(), request::setCalibration);
    set(asked.testFrom(), request::setTestFrom);
    JsonNode hyperparameters = asked.hyperparameters();
    if (hyperparameters != null) {
      request.setHyperparametersJson(hyperparameters.toString());
    }
    Map<String, String> statements = asked.statements();
    if (statements != null) {
      request.putAllStatements(statements);
    }
    return request.build();
  }

  private static TrainingTable table(TableRequest asked) {
    TrainingTable.Builder table = TrainingTable.newBuilder();
    set(asked.id(), table::setId);
    set(asked.label(), table::setLabel);
    set(asked.patient(), table::setPatient);
    set(asked.date(), table::setDate);
    set(asked.outcome(), table::setOutcome);
    all(asked.positive(), table::addPositive);
    all(asked.missing(), table::addMissing);
    all(asked.dropped(), table::addDropped);
    all(asked.categories(), table::addCategories);
    return table.build();
  }

  private static void all(@Nullable List<String> given, Consumer<String> field) {
    if (given != null) {
      given.forEach(field);
    }
  }

  private static void set(@Nullable String given, Consumer<String> field) {
    if (given != null) {
      field.accept(given);
    }
  }

  static ModelView model(Model model) {
    return new ModelView(
        model.getName(),
        model.getVersion(),
        model.getPromoted(),
        model.getCanaryShare() == 0 ? null : model.getCanaryShare(),
        model.getAlgorithm(),
        model.getOutcome(),
        model.getFeaturesList().stream().toList(),
        WireProtoMapper.json(model.getMetricsJson()),
        WireProtoMapper.json(model.getProvenanceJson()),
        WireProtoMapper.instant(model.getCreatedAt()),
        "/models/" + model.getName() + "/versions/" + model.getVersion() + "/report");
  }

  static CardView card(GetModelCardResponse card) {
    return new CardView(
        card.getName(),
        card.getVersion(),
        card.getNotTestedOnList().stream().toList(),
        card.getAttributesList().stream()
            .map(
                one ->
                    new CardView.Attribute(
                        one.getKey(),
                        one.getCategory(),
                        one.getParagraph(),
                        one.getTitle(),
                        one.getStated().isEmpty() && one.getFound().isEmpty()
                            ? "not stated"
                            : "known",
                        one.getStated().isEmpty() ? null : one.getStated(),
                        one.getFound().isEmpty() ? null : one.getFound()))
            .toList());
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
        prediction.getRiskAssessment().isEmpty() ? null : prediction.getRiskAssessment(),
        prediction.hasExplanation() ? explanation(prediction.getExplanation()) : null,
        null);
  }

  static FeedbackView feedback(CardFeedback given) {
    CardOverrideReason reason = given.getOverrideReason();
    boolean coded = !reason.getCode().isEmpty() || !reason.getDisplay().isEmpty();
    return new FeedbackView(
        given.getOutcome() == CardOutcome.CARD_OUTCOME_ACCEPTED ? "accepted" : "overridden",
        given.getAcceptedSuggestionsList().stream().toList(),
        coded
            ? new FeedbackView.Reason(reason.getSystem(), reason.getCode(), reason.getDisplay())
            : null,
        reason.getComment().isEmpty() ? null : reason.getComment(),
        WireProtoMapper.instant(given.getOutcomeAt()),
        WireProtoMapper.instant(given.getReceivedAt()),
        given.getReportedBy());
  }

  private static PredictionView.Explanation explanation(Explanation sum) {
    return new PredictionView.Explanation(
        sum.getBase(), sum.getScore(), sum.getUnit(), sum.getExact());
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

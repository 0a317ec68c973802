package io.salus.inference;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.protobuf.Timestamp;
import io.salus.inference.card.ModelCard;
import io.salus.inference.registry.ModelVersion;
import io.salus.inference.training.BroughtTable;
import io.salus.inference.training.TrainingPlan;
import io.salus.proto.inference.v1.Contribution;
import io.salus.proto.inference.v1.Explanation;
import io.salus.proto.inference.v1.GetModelCardResponse;
import io.salus.proto.inference.v1.Model;
import io.salus.proto.inference.v1.Prediction;
import io.salus.proto.inference.v1.SourceAttribute;
import io.salus.proto.inference.v1.TrainModelRequest;
import io.salus.proto.inference.v1.TrainingTable;
import io.salus.service.errors.AppException.InvalidInput;
import java.time.Instant;

/** Models and predictions as the contract has them. */
final class ModelProtoMapper {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ModelProtoMapper() {}

  static Model model(ModelVersion model) {
    return Model.newBuilder()
        .setName(model.name())
        .setVersion(model.version())
        .setPromoted(model.promoted())
        .setCanaryShare(model.canaryShare())
        .setAlgorithm(model.algorithm())
        .setProvenanceJson(model.provenance().toString())
        .setMetricsJson(model.metrics().toString())
        .setOutcome(model.outcome())
        .setCreatedAt(timestamp(model.createdAt()))
        .addAllFeatures(model.features())
        .build();
  }

  /** Throws {@link InvalidInput} when the hyperparameters are no JSON. */
  static TrainingPlan plan(TrainModelRequest request) {
    JsonNode hyperparameters = JsonNodeFactory.instance.objectNode();
    if (!request.getHyperparametersJson().isBlank()) {
      try {
        hyperparameters = JSON.readTree(request.getHyperparametersJson());
      } catch (JsonProcessingException e) {
        throw new InvalidInput("Hyperparameters are a JSON object.", "hyperparameters");
      }
    }
    return new TrainingPlan(
        request.getName(),
        request.getSnapshotId(),
        request.getSeed(),
        request.getPromote(),
        request.getAlgorithm(),
        hyperparameters,
        request.getCalibration(),
        request.getTestFrom(),
        request.getSearchFits(),
        request.getCostOfFalseAlarm(),
        request.getCostOfMiss(),
        request.hasTable() ? table(request.getTable()) : null,
        request.getStatementsMap());
  }

  private static BroughtTable table(TrainingTable table) {
    return new BroughtTable(
        table.getId(),
        table.getLabel(),
        table.getPositiveList(),
        table.getPatient(),
        table.getDate(),
        table.getMissingList(),
        table.getDroppedList(),
        table.getCategoriesList(),
        table.getOutcome());
  }

  static Prediction prediction(io.salus.inference.prediction.Prediction prediction) {
    Prediction.Builder message =
        Prediction.newBuilder()
            .setId(prediction.id().toString())
            .setModel(prediction.model())
            .setVersion(prediction.version())
            .setPatientId(prediction.patient())
            .setProbability(prediction.probability())
            .setAsOf(timestamp(prediction.asOf()))
            .setCreatedAt(timestamp(prediction.createdAt()))
            .setOutcome(prediction.outcome())
            .addAllWarnings(prediction.warnings());
    String riskAssessment = prediction.riskAssessment();
    if (riskAssessment != null) {
      message.setRiskAssessment(riskAssessment);
    }
    prediction
        .explanation()
        .ifPresent(
            sum ->
                message.setExplanation(
                    Explanation.newBuilder()
                        .setBase(sum.base())
                        .setScore(sum.score())
                        .setUnit(sum.unit())
                        .setExact(sum.exact())));
    prediction
        .contributions()
        .forEach(
            one ->
                message.addContributions(
                    Contribution.newBuilder()
                        .setFeature(one.feature())
                        .setValue(one.value())
                        .setContribution(one.contribution())));
    return message.build();
  }

  static GetModelCardResponse card(ModelVersion model) {
    ModelCard card = ModelCard.of(model);
    GetModelCardResponse.Builder message =
        GetModelCardResponse.newBuilder()
            .setName(model.name())
            .setVersion(model.version())
            .addAllNotTestedOn(card.notTested());
    card.entries()
        .forEach(
            entry ->
                message.addAttributes(
                    SourceAttribute.newBuilder()
                        .setKey(entry.attribute().key())
                        .setCategory(entry.attribute().category().title())
                        .setParagraph(entry.attribute().paragraph())
                        .setTitle(entry.attribute().title())
                        .setStated(entry.stated())
                        .setFound(entry.found())));
    return message.build();
  }

  private static Timestamp timestamp(Instant at) {
    return Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()).build();
  }

  static Instant instant(Timestamp at) {
    return Instant.ofEpochSecond(at.getSeconds(), at.getNanos());
  }
}

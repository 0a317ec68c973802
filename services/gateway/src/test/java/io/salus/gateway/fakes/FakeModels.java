package io.salus.gateway.fakes;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.grpc.stub.StreamObserver;
import io.salus.proto.inference.v1.Contribution;
import io.salus.proto.inference.v1.GetModelCardRequest;
import io.salus.proto.inference.v1.GetModelCardResponse;
import io.salus.proto.inference.v1.GetModelReportRequest;
import io.salus.proto.inference.v1.GetModelReportResponse;
import io.salus.proto.inference.v1.GetModelRequest;
import io.salus.proto.inference.v1.GetModelResponse;
import io.salus.proto.inference.v1.GetPredictionRequest;
import io.salus.proto.inference.v1.GetPredictionResponse;
import io.salus.proto.inference.v1.ListModelsRequest;
import io.salus.proto.inference.v1.ListModelsResponse;
import io.salus.proto.inference.v1.Model;
import io.salus.proto.inference.v1.ModelServiceGrpc;
import io.salus.proto.inference.v1.Prediction;
import io.salus.proto.inference.v1.PromoteModelRequest;
import io.salus.proto.inference.v1.PromoteModelResponse;
import io.salus.proto.inference.v1.ReplayPredictionRequest;
import io.salus.proto.inference.v1.ReplayPredictionResponse;
import io.salus.proto.inference.v1.ScorePatientRequest;
import io.salus.proto.inference.v1.ScorePatientResponse;
import io.salus.proto.inference.v1.SourceAttribute;
import io.salus.proto.inference.v1.TrainModelRequest;
import io.salus.proto.inference.v1.TrainModelResponse;
import io.salus.proto.inference.v1.WriteRiskAssessmentRequest;
import io.salus.proto.inference.v1.WriteRiskAssessmentResponse;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.errors.AppException.PreconditionFailed;
import java.util.List;

/**
 * Two models: {@code stroke} is promoted, {@code draft} is not. A tenant has a third, {@code
 * stale}, that is promoted and cannot score. The risk of patient {@code low} is 4 %, of any other
 * 37 % with a warning; {@code nobody} has no record.
 */
final class FakeModels extends ModelServiceGrpc.ModelServiceImplBase {
  /** Version that answers for the patient {@code of-the-canary}. */
  private static final int CANARY = 3;

  private static final Timestamp TIME = Timestamp.newBuilder().setSeconds(1_780_000_000L).build();

  @Override
  public void trainModel(TrainModelRequest request, StreamObserver<TrainModelResponse> out) {
    FakeRecords.answer(
        out,
        () -> {
          if (!request.hasTable() && !request.getSnapshotId().equals("snap")) {
            throw new NotFound("There is no such snapshot.");
          }
          return TrainModelResponse.newBuilder().setJobId("inference-done").build();
        });
  }

  @Override
  public void listModels(ListModelsRequest request, StreamObserver<ListModelsResponse> out) {
    ListModelsResponse.Builder models =
        ListModelsResponse.newBuilder().addModels(model("stroke")).addModels(model("draft"));
    if (FakeAuthentication.TWO_MODELS.get()) {
      models.addModels(model("stale"));
    }
    FakeRecords.answer(out, models::build);
  }

  @Override
  public void getModel(GetModelRequest request, StreamObserver<GetModelResponse> out) {
    FakeRecords.answer(
        out,
        () ->
            GetModelResponse.newBuilder()
                .setModel(
                    request.getVersion() == CANARY
                        ? canary(request.getName())
                        : model(request.getName()))
                .build());
  }

  @Override
  public void promoteModel(PromoteModelRequest request, StreamObserver<PromoteModelResponse> out) {
    FakeRecords.answer(
        out,
        () ->
            PromoteModelResponse.newBuilder()
                .setModel(
                    model(request.getName()).toBuilder()
                        .setVersion(request.getVersion())
                        .setPromoted(!request.hasCanaryShare())
                        .setCanaryShare(request.getCanaryShare()))
                .build());
  }

  @Override
  public void getModelReport(
      GetModelReportRequest request, StreamObserver<GetModelReportResponse> out) {
    FakeRecords.answer(
        out,
        () ->
            GetModelReportResponse.newBuilder()
                .setHtml(ByteString.copyFromUtf8("<!doctype html><title>Größe</title>"))
                .build());
  }

  @Override
  public void getModelCard(GetModelCardRequest request, StreamObserver<GetModelCardResponse> out) {
    FakeRecords.answer(
        out,
        () ->
            GetModelCardResponse.newBuilder()
                .setName(request.getName())
                .setVersion(request.getVersion())
                .addAttributes(
                    SourceAttribute.newBuilder()
                        .setKey("intended_use")
                        .setParagraph("(2)(i)")
                        .setStated("Call back"))
                .addAttributes(SourceAttribute.newBuilder().setKey("funding"))
                .addNotTestedOn("sex male: no test patients")
                .build());
  }

  @Override
  public void scorePatient(ScorePatientRequest request, StreamObserver<ScorePatientResponse> out) {
    FakeRecords.answer(
        out,
        () -> {
          if (!model(request.getModel()).getPromoted()) {
            throw new PreconditionFailed("No version of this model is promoted.");
          }
          if (request.getModel().equals("stale")) {
            throw new PreconditionFailed(
                "The feature set is not the one that the model was trained with.");
          }
          if (request.getPatientId().equals("nobody")) {
            throw new NotFound("There is no such patient.");
          }
          return ScorePatientResponse.newBuilder()
              .setPrediction(prediction(request.getPatientId()))
              .build();
        });
  }

  @Override
  public void getPrediction(
      GetPredictionRequest request, StreamObserver<GetPredictionResponse> out) {
    FakeRecords.answer(
        out, () -> GetPredictionResponse.newBuilder().setPrediction(prediction("high")).build());
  }

  @Override
  public void replayPrediction(
      ReplayPredictionRequest request, StreamObserver<ReplayPredictionResponse> out) {
    FakeRecords.answer(
        out,
        () ->
            ReplayPredictionResponse.newBuilder()
                .setIdentical(true)
                .setStored(0.37)
                .setRecomputed(0.37)
                .setInputSha256("ef")
                .build());
  }

  @Override
  public void writeRiskAssessment(
      WriteRiskAssessmentRequest request, StreamObserver<WriteRiskAssessmentResponse> out) {
    FakeRecords.answer(
        out,
        () ->
            WriteRiskAssessmentResponse.newBuilder()
                .setId("ra")
                .setResource(ByteString.copyFromUtf8("{\"resourceType\":\"RiskAssessment\"}"))
                .build());
  }

  private static Model canary(String name) {
    Model stable = model(name);
    return stable.toBuilder()
        .setVersion(CANARY)
        .setPromoted(false)
        .setCanaryShare(10)
        .setMetricsJson(stable.getMetricsJson().replace("0.81", "0.77"))
        .build();
  }

  private static Model model(String name) {
    if (!List.of("stroke", "draft", "stale").contains(name)) {
      throw new NotFound("There is no such model.");
    }
    return Model.newBuilder()
        .setName(name)
        .setVersion(2)
        .setPromoted(!name.equals("draft"))
        .setAlgorithm("logistic-regression")
        .setOutcome("stroke within five years")
        .setMetricsJson(
            """
            {"auroc":{"value":0.81,"low":0.76,"high":0.86},
             "calibration":{"bins":[
               {"predicted":0.05,"observed":0.04,"low":0.01,"high":0.13,"patients":61},
               {"predicted":0.33,"observed":0.3,"low":0.2,"high":0.43,"patients":60}]}}""")
        .setCreatedAt(TIME)
        .build();
  }

  private static Prediction prediction(String patient) {
    Prediction.Builder prediction =
        Prediction.newBuilder()
            .setId("0199-p")
            .setModel("stroke")
            .setVersion(patient.equals("of-the-canary") ? CANARY : 2)
            .setPatientId(patient)
            .setProbability(patient.equals("low") ? 0.04 : 0.37)
            .setOutcome("stroke within five years")
            .addContributions(
                Contribution.newBuilder()
                    .setFeature("systolic_last")
                    .setValue("171 mm[Hg]")
                    .setContribution(0.9))
            .addContributions(
                Contribution.newBuilder().setFeature("age").setValue("61 a").setContribution(0))
            .setAsOf(TIME)
            .setCreatedAt(TIME);
    return patient.equals("low")
        ? prediction.build()
        : prediction.addWarnings("Older than everybody the model learnt from.").build();
  }
}

package io.salus.inference;

import com.google.protobuf.ByteString;
import io.quarkus.grpc.GrpcService;
import io.salus.inference.monitoring.Monitoring;
import io.salus.inference.prediction.Prediction;
import io.salus.inference.prediction.Predictions;
import io.salus.inference.registry.Registry;
import io.salus.inference.report.ModelReport;
import io.salus.inference.training.Trainings;
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
import io.salus.proto.inference.v1.ModelService;
import io.salus.proto.inference.v1.PromoteModelRequest;
import io.salus.proto.inference.v1.PromoteModelResponse;
import io.salus.proto.inference.v1.ReplayPredictionRequest;
import io.salus.proto.inference.v1.ReplayPredictionResponse;
import io.salus.proto.inference.v1.ScorePatientRequest;
import io.salus.proto.inference.v1.ScorePatientResponse;
import io.salus.proto.inference.v1.TrainModelRequest;
import io.salus.proto.inference.v1.TrainModelResponse;
import io.salus.proto.inference.v1.WriteRiskAssessmentRequest;
import io.salus.proto.inference.v1.WriteRiskAssessmentResponse;
import io.salus.service.security.Caller;
import io.salus.service.security.CallerContext;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;

/** The door of training, registry and predictions. */
@GrpcService
@Blocking
class ModelGrpcService implements ModelService {
  private final Trainings trainings;
  private final Registry registry;
  private final Predictions predictions;
  private final Monitoring monitoring;

  ModelGrpcService(
      Trainings trainings, Registry registry, Predictions predictions, Monitoring monitoring) {
    this.trainings = trainings;
    this.registry = registry;
    this.predictions = predictions;
    this.monitoring = monitoring;
  }

  @Override
  public Uni<TrainModelResponse> trainModel(TrainModelRequest request) {
    Caller caller = CallerContext.current();
    String job = trainings.submit(caller, token(), ModelProtoMapper.plan(request));
    return Uni.createFrom().item(TrainModelResponse.newBuilder().setJobId(job).build());
  }

  @Override
  public Uni<ListModelsResponse> listModels(ListModelsRequest request) {
    ListModelsResponse.Builder response = ListModelsResponse.newBuilder();
    registry
        .list(CallerContext.current())
        .forEach(model -> response.addModels(ModelProtoMapper.model(model)));
    return Uni.createFrom().item(response.build());
  }

  @Override
  public Uni<GetModelResponse> getModel(GetModelRequest request) {
    var model = registry.get(CallerContext.current(), request.getName(), request.getVersion());
    return Uni.createFrom()
        .item(GetModelResponse.newBuilder().setModel(ModelProtoMapper.model(model)).build());
  }

  @Override
  public Uni<PromoteModelResponse> promoteModel(PromoteModelRequest request) {
    Caller caller = CallerContext.current();
    var model =
        request.hasCanaryShare()
            ? registry.canary(
                caller, request.getName(), request.getVersion(), request.getCanaryShare())
            : registry.promote(caller, request.getName(), request.getVersion());
    return Uni.createFrom()
        .item(PromoteModelResponse.newBuilder().setModel(ModelProtoMapper.model(model)).build());
  }

  @Override
  public Uni<GetModelReportResponse> getModelReport(GetModelReportRequest request) {
    Caller caller = CallerContext.current();
    var model = registry.get(caller, request.getName(), request.getVersion());
    var inUse = monitoring.figures(caller, model, null, null);
    return Uni.createFrom()
        .item(
            GetModelReportResponse.newBuilder()
                .setHtml(ByteString.copyFromUtf8(new ModelReport(model, inUse).html()))
                .build());
  }

  @Override
  public Uni<GetModelCardResponse> getModelCard(GetModelCardRequest request) {
    var model = registry.get(CallerContext.current(), request.getName(), request.getVersion());
    return Uni.createFrom().item(ModelProtoMapper.card(model));
  }

  @Override
  public Uni<ScorePatientResponse> scorePatient(ScorePatientRequest request) {
    Prediction prediction =
        predictions.score(
            CallerContext.current(),
            token(),
            request.getModel(),
            request.getPatientId(),
            request.hasAsOf() ? ModelProtoMapper.instant(request.getAsOf()) : null);
    return Uni.createFrom()
        .item(
            ScorePatientResponse.newBuilder()
                .setPrediction(ModelProtoMapper.prediction(prediction))
                .build());
  }

  @Override
  public Uni<GetPredictionResponse> getPrediction(GetPredictionRequest request) {
    Prediction prediction = predictions.get(CallerContext.current(), request.getId());
    return Uni.createFrom()
        .item(
            GetPredictionResponse.newBuilder()
                .setPrediction(ModelProtoMapper.prediction(prediction))
                .build());
  }

  @Override
  public Uni<ReplayPredictionResponse> replayPrediction(ReplayPredictionRequest request) {
    Predictions.Replay replay = predictions.replay(CallerContext.current(), request.getId());
    return Uni.createFrom()
        .item(
            ReplayPredictionResponse.newBuilder()
                .setIdentical(replay.identical())
                .setStored(replay.stored())
                .setRecomputed(replay.recomputed())
                .setInputSha256(replay.inputSha256())
                .build());
  }

  @Override
  public Uni<WriteRiskAssessmentResponse> writeRiskAssessment(WriteRiskAssessmentRequest request) {
    Predictions.Assessment written =
        predictions.writeRiskAssessment(
            CallerContext.current(), token(), request.getPredictionId());
    return Uni.createFrom()
        .item(
            WriteRiskAssessmentResponse.newBuilder()
                .setId(written.id())
                .setResource(written.resource())
                .build());
  }

  /** The token that proved the caller; what is asked of records is asked in the caller's name. */
  private static String token() {
    return String.valueOf(CallerContext.token());
  }
}

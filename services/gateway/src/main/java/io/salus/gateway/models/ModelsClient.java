package io.salus.gateway.models;

import io.grpc.Channel;
import io.salus.gateway.backend.BackendClient;
import io.salus.gateway.backend.JobAccepted;
import io.salus.gateway.backend.WireProtoMapper;
import io.salus.proto.inference.v1.CdsServiceGrpc;
import io.salus.proto.inference.v1.DeleteTableRequest;
import io.salus.proto.inference.v1.GetModelCardRequest;
import io.salus.proto.inference.v1.GetModelReportRequest;
import io.salus.proto.inference.v1.GetModelRequest;
import io.salus.proto.inference.v1.GetPredictionRequest;
import io.salus.proto.inference.v1.ListFeedbackRequest;
import io.salus.proto.inference.v1.ListModelsRequest;
import io.salus.proto.inference.v1.ModelServiceGrpc;
import io.salus.proto.inference.v1.PromoteModelRequest;
import io.salus.proto.inference.v1.ReplayPredictionRequest;
import io.salus.proto.inference.v1.ScorePatientRequest;
import io.salus.proto.inference.v1.TableServiceGrpc;
import io.salus.proto.inference.v1.TrainModelRequest;
import io.salus.proto.inference.v1.WriteRiskAssessmentRequest;
import io.salus.service.grpc.GrpcChannels;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Inference's model service. Calls wait, so they are for virtual threads. */
@ApplicationScoped
public class ModelsClient {
  private final BackendClient backend;
  private final Channel channel;
  private final Channel feedback;
  private final Channel tables;

  ModelsClient(BackendClient backend, GrpcChannels channels) {
    this.backend = backend;
    this.channel = channels.to("inference", ModelServiceGrpc.getServiceDescriptor());
    this.feedback = channels.to("inference", CdsServiceGrpc.getServiceDescriptor());
    this.tables = channels.to("inference", TableServiceGrpc.getServiceDescriptor());
  }

  /** Newest version of every model that the caller may use. */
  public List<ModelView> list() {
    return backend
        .ask(
            channel, ModelServiceGrpc.getListModelsMethod(), ListModelsRequest.getDefaultInstance())
        .getModelsList()
        .stream()
        .map(ModelProtoMapper::model)
        .toList();
  }

  /** A version; 0 means the promoted one, or the newest when none is. */
  public ModelView get(String name, int version) {
    GetModelRequest request =
        GetModelRequest.newBuilder().setName(name).setVersion(version).build();
    return ModelProtoMapper.model(
        backend.ask(channel, ModelServiceGrpc.getGetModelMethod(), request).getModel());
  }

  /** Scores a patient by the promoted version; stores the prediction. Null means now. */
  public PredictionView score(String name, String patient, @Nullable Instant asOf) {
    ScorePatientRequest.Builder request =
        ScorePatientRequest.newBuilder().setModel(name).setPatientId(patient);
    if (asOf != null) {
      request.setAsOf(WireProtoMapper.timestamp(asOf));
    }
    return ModelProtoMapper.prediction(
        backend
            .ask(channel, ModelServiceGrpc.getScorePatientMethod(), request.build())
            .getPrediction());
  }

  JobAccepted train(String name, TrainRequest asked) {
    TrainModelRequest request = ModelProtoMapper.training(name, asked);
    return new JobAccepted(
        backend.ask(channel, ModelServiceGrpc.getTrainModelMethod(), request).getJobId());
  }

  /**
   * @param canary of 100 patients, how many it answers for; null for all, as the promoted one
   */
  ModelView promote(String name, int version, @Nullable Integer canary) {
    PromoteModelRequest.Builder request =
        PromoteModelRequest.newBuilder().setName(name).setVersion(version);
    if (canary != null) {
      request.setCanaryShare(canary);
    }
    return ModelProtoMapper.model(
        backend.ask(channel, ModelServiceGrpc.getPromoteModelMethod(), request.build()).getModel());
  }

  CardView card(String name, int version) {
    GetModelCardRequest request =
        GetModelCardRequest.newBuilder().setName(name).setVersion(version).build();
    return ModelProtoMapper.card(
        backend.ask(channel, ModelServiceGrpc.getGetModelCardMethod(), request));
  }

  void deleteTable(String id) {
    DeleteTableRequest request = DeleteTableRequest.newBuilder().setId(id).build();
    backend.ask(tables, TableServiceGrpc.getDeleteMethod(), request);
  }

  byte[] report(String name, int version) {
    GetModelReportRequest request =
        GetModelReportRequest.newBuilder().setName(name).setVersion(version).build();
    return backend
        .ask(channel, ModelServiceGrpc.getGetModelReportMethod(), request)
        .getHtml()
        .toByteArray();
  }

  /** With what people did with its cards. */
  PredictionView prediction(String id) {
    GetPredictionRequest request = GetPredictionRequest.newBuilder().setId(id).build();
    ListFeedbackRequest cards = ListFeedbackRequest.newBuilder().setPredictionId(id).build();
    return ModelProtoMapper.prediction(
            backend
                .ask(channel, ModelServiceGrpc.getGetPredictionMethod(), request)
                .getPrediction())
        .with(
            backend
                .ask(feedback, CdsServiceGrpc.getListFeedbackMethod(), cards)
                .getFeedbackList()
                .stream()
                .map(ModelProtoMapper::feedback)
                .toList());
  }

  ReplayView replay(String id) {
    ReplayPredictionRequest request = ReplayPredictionRequest.newBuilder().setId(id).build();
    return ModelProtoMapper.replay(
        backend.ask(channel, ModelServiceGrpc.getReplayPredictionMethod(), request));
  }

  RiskAssessmentView writeRiskAssessment(String id) {
    WriteRiskAssessmentRequest request =
        WriteRiskAssessmentRequest.newBuilder().setPredictionId(id).build();
    return ModelProtoMapper.assessment(
        backend.ask(channel, ModelServiceGrpc.getWriteRiskAssessmentMethod(), request));
  }
}

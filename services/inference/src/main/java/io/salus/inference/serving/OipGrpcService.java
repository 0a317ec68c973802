package io.salus.inference.serving;

import io.quarkus.grpc.GrpcService;
import io.salus.inference.registry.ModelVersion;
import io.salus.inference.registry.Registry;
import io.salus.proto.oip.v2.GRPCInferenceService;
import io.salus.proto.oip.v2.ModelInferRequest;
import io.salus.proto.oip.v2.ModelInferResponse;
import io.salus.proto.oip.v2.ModelMetadataRequest;
import io.salus.proto.oip.v2.ModelMetadataResponse;
import io.salus.proto.oip.v2.ModelMetadataResponse.TensorMetadata;
import io.salus.proto.oip.v2.ModelReadyRequest;
import io.salus.proto.oip.v2.ModelReadyResponse;
import io.salus.proto.oip.v2.ServerLiveRequest;
import io.salus.proto.oip.v2.ServerLiveResponse;
import io.salus.proto.oip.v2.ServerMetadataRequest;
import io.salus.proto.oip.v2.ServerMetadataResponse;
import io.salus.proto.oip.v2.ServerReadyRequest;
import io.salus.proto.oip.v2.ServerReadyResponse;
import io.salus.service.errors.AppException;
import io.salus.service.errors.AppException.Forbidden;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.security.Caller;
import io.salus.service.security.CallerContext;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Open Inference Protocol v2 over gRPC. Versions are whole numbers from 1, as text. */
@GrpcService
class OipGrpcService implements GRPCInferenceService {
  private final Registry registry;
  private final LoadedModels models;
  private final ServingConfig config;
  private final String version;

  OipGrpcService(
      Registry registry,
      LoadedModels models,
      ServingConfig config,
      @ConfigProperty(name = "quarkus.application.version") String version) {
    this.registry = registry;
    this.models = models;
    this.config = config;
    this.version = version;
  }

  @Override
  public Uni<ServerLiveResponse> serverLive(ServerLiveRequest request) {
    return Uni.createFrom().item(ServerLiveResponse.newBuilder().setLive(true).build());
  }

  @Override
  public Uni<ServerReadyResponse> serverReady(ServerReadyRequest request) {
    return Uni.createFrom().item(ServerReadyResponse.newBuilder().setReady(true).build());
  }

  @Override
  public Uni<ServerMetadataResponse> serverMetadata(ServerMetadataRequest request) {
    return Uni.createFrom()
        .item(ServerMetadataResponse.newBuilder().setName("salus").setVersion(version).build());
  }

  /** Ready means that it was loaded: a model that does not exist or is damaged is not. */
  @Override
  @Blocking
  public Uni<ModelReadyResponse> modelReady(ModelReadyRequest request) {
    Caller caller = CallerContext.current();
    caller.require("salus/models.read");
    boolean ready;
    try {
      ModelVersion model = model(caller, request.getName(), request.getVersion());
      ready = models.use(model, loaded -> true);
    } catch (AppException.NotFound | AppException.PreconditionFailed | AppException.Unavailable e) {
      ready = false;
    }
    return Uni.createFrom().item(ModelReadyResponse.newBuilder().setReady(ready).build());
  }

  @Override
  @Blocking
  public Uni<ModelMetadataResponse> modelMetadata(ModelMetadataRequest request) {
    Caller caller = CallerContext.current();
    caller.require("salus/models.read");
    ModelVersion model = model(caller, request.getName(), request.getVersion());
    ModelMetadataResponse.Builder response =
        ModelMetadataResponse.newBuilder()
            .setName(model.name())
            .setPlatform("salus_" + model.algorithm().replace('-', '_'))
            .addInputs(tensor(InferProtoMapper.INPUT, model.features().size()))
            .addOutputs(tensor(InferProtoMapper.OUTPUT, 1));
    registry
        .versions(caller, model.name())
        .forEach(one -> response.addVersions(Integer.toString(one.version())));
    return Uni.createFrom().item(response.build());
  }

  private static TensorMetadata tensor(String name, int width) {
    return TensorMetadata.newBuilder()
        .setName(name)
        .setDatatype(InferProtoMapper.DATATYPE)
        .addShape(-1)
        .addShape(width)
        .build();
  }

  @Override
  @Blocking
  public Uni<ModelInferResponse> modelInfer(ModelInferRequest request) {
    Caller caller = CallerContext.current();
    caller.require("salus/models.score");
    if (caller.patientContext().isPresent()) {
      throw new Forbidden("A token for one patient scores that patient, not tensors.");
    }
    ModelVersion model = model(caller, request.getModelName(), request.getModelVersion());
    double[][] rows = InferProtoMapper.rows(request, model.features().size(), config.mostRows());
    double[] probabilities =
        models.use(
            model,
            loaded -> {
              new RowCheck(loaded.encodings()).check(rows);
              return loaded.probabilities(rows);
            });
    return Uni.createFrom()
        .item(InferProtoMapper.response(request, Integer.toString(model.version()), probabilities));
  }

  private ModelVersion model(Caller caller, String name, String version) {
    if (version.isEmpty()) {
      return registry.answering(caller, name);
    }
    try {
      int number = Integer.parseInt(version);
      if (number >= 1) {
        return registry.find(caller, name, number);
      }
    } catch (NumberFormatException e) {
      // Falls through to the same answer as a number that is none of a version.
    }
    throw new InvalidInput("A model's version is a whole number from 1.", "model_version");
  }
}

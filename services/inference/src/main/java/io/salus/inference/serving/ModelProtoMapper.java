package io.salus.inference.serving;

import io.salus.inference.batching.Statistics;
import io.salus.inference.batching.Ticket;
import io.salus.inference.repository.Manifest;
import io.salus.inference.repository.TensorSpec;
import io.salus.proto.oip.v2.DataType;
import io.salus.proto.oip.v2.InferBatchStatistics;
import io.salus.proto.oip.v2.InferStatistics;
import io.salus.proto.oip.v2.ModelConfig;
import io.salus.proto.oip.v2.ModelConfigResponse;
import io.salus.proto.oip.v2.ModelDynamicBatching;
import io.salus.proto.oip.v2.ModelInput;
import io.salus.proto.oip.v2.ModelMetadataResponse;
import io.salus.proto.oip.v2.ModelMetadataResponse.TensorMetadata;
import io.salus.proto.oip.v2.ModelOutput;
import io.salus.proto.oip.v2.ModelStatistics;
import io.salus.proto.oip.v2.ModelStatisticsResponse;
import io.salus.proto.oip.v2.RepositoryIndexResponse;
import io.salus.proto.oip.v2.StatisticDuration;
import java.util.Arrays;
import java.util.List;

/** What is known of models, as the protocol and its extensions write it. */
final class ModelProtoMapper {
  private ModelProtoMapper() {}

  static ModelMetadataResponse metadata(ModelInfo.Description model) {
    ModelMetadataResponse.Builder response =
        ModelMetadataResponse.newBuilder()
            .setName(model.name())
            .addAllVersions(model.versions())
            .setPlatform(model.platform());
    model.manifest().inputs().forEach(spec -> response.addInputs(tensor(spec)));
    model.manifest().outputs().forEach(spec -> response.addOutputs(tensor(spec)));
    return response.build();
  }

  private static TensorMetadata tensor(TensorSpec spec) {
    TensorMetadata.Builder tensor =
        TensorMetadata.newBuilder().setName(spec.name()).setDatatype(spec.datatype().name());
    Arrays.stream(spec.shape().toArray()).forEach(tensor::addShape);
    return tensor.build();
  }

  static ModelConfigResponse config(ModelInfo.Description model) {
    Manifest manifest = model.manifest();
    boolean together = manifest.batching().together();
    ModelConfig.Builder config =
        ModelConfig.newBuilder()
            .setName(model.name())
            .setPlatform(model.platform())
            .setBackend(manifest.engine().key())
            .setMaxBatchSize(manifest.batching().largest())
            .setDefaultModelFilename(manifest.file());
    for (TensorSpec spec : manifest.inputs()) {
      ModelInput.Builder input =
          ModelInput.newBuilder().setName(spec.name()).setDataType(type(spec));
      Arrays.stream(spec.shape().toArray()).skip(together ? 1 : 0).forEach(input::addDims);
      config.addInput(input);
    }
    for (TensorSpec spec : manifest.outputs()) {
      ModelOutput.Builder output =
          ModelOutput.newBuilder().setName(spec.name()).setDataType(type(spec));
      Arrays.stream(spec.shape().toArray()).skip(together ? 1 : 0).forEach(output::addDims);
      config.addOutput(output);
    }
    if (together) {
      config.setDynamicBatching(
          ModelDynamicBatching.newBuilder()
              .addAllPreferredBatchSize(manifest.batching().buckets())
              .setPriorityLevels(Ticket.LOWEST)
              .setDefaultPriorityLevel(Ticket.USUAL));
    }
    return ModelConfigResponse.newBuilder().setConfig(config).build();
  }

  private static DataType type(TensorSpec spec) {
    return switch (spec.datatype()) {
      case BOOL -> DataType.TYPE_BOOL;
      case UINT8 -> DataType.TYPE_UINT8;
      case UINT16 -> DataType.TYPE_UINT16;
      case UINT32 -> DataType.TYPE_UINT32;
      case UINT64 -> DataType.TYPE_UINT64;
      case INT8 -> DataType.TYPE_INT8;
      case INT16 -> DataType.TYPE_INT16;
      case INT32 -> DataType.TYPE_INT32;
      case INT64 -> DataType.TYPE_INT64;
      case FP16 -> DataType.TYPE_FP16;
      case BF16 -> DataType.TYPE_BF16;
      case FP32 -> DataType.TYPE_FP32;
      case FP64 -> DataType.TYPE_FP64;
      case BYTES -> DataType.TYPE_STRING;
    };
  }

  static ModelStatisticsResponse statistics(List<ModelInfo.Figures> models) {
    ModelStatisticsResponse.Builder response = ModelStatisticsResponse.newBuilder();
    for (ModelInfo.Figures model : models) {
      Statistics figures = model.statistics();
      ModelStatistics.Builder statistics =
          ModelStatistics.newBuilder()
              .setName(model.name())
              .setVersion(model.version())
              .setLastInference(figures.last())
              .setInferenceCount(figures.rows())
              .setExecutionCount(figures.executions())
              .setInferenceStats(
                  InferStatistics.newBuilder()
                      .setSuccess(duration(figures.success()))
                      .setFail(duration(figures.failure()))
                      .setQueue(duration(figures.queue()))
                      .setComputeInput(duration(figures.input()))
                      .setComputeInfer(duration(figures.infer()))
                      .setComputeOutput(duration(figures.output()))
                      .setCacheHit(StatisticDuration.getDefaultInstance())
                      .setCacheMiss(StatisticDuration.getDefaultInstance()));
      figures
          .batches()
          .forEach(
              (rows, batch) ->
                  statistics.addBatchStats(
                      InferBatchStatistics.newBuilder()
                          .setBatchSize(rows)
                          .setComputeInput(duration(batch.input()))
                          .setComputeInfer(duration(batch.infer()))
                          .setComputeOutput(duration(batch.output()))));
      response.addModelStats(statistics);
    }
    return response.build();
  }

  private static StatisticDuration duration(Statistics.Sum sum) {
    return StatisticDuration.newBuilder().setCount(sum.count()).setNs(sum.nanos()).build();
  }

  static RepositoryIndexResponse index(List<RepositoryIndex.Entry> entries) {
    RepositoryIndexResponse.Builder response = RepositoryIndexResponse.newBuilder();
    for (RepositoryIndex.Entry entry : entries) {
      response.addModels(
          RepositoryIndexResponse.ModelIndex.newBuilder()
              .setName(entry.name())
              .setVersion(entry.version())
              .setState(entry.ready() ? "READY" : "UNAVAILABLE")
              .setReason(entry.reason()));
    }
    return response.build();
  }
}

package io.salus.gateway.features;

import io.grpc.Channel;
import io.salus.gateway.backend.BackendClient;
import io.salus.gateway.backend.JobAccepted;
import io.salus.gateway.backend.WireProtoMapper;
import io.salus.proto.records.v1.CreateSnapshotRequest;
import io.salus.proto.records.v1.FeatureServiceGrpc;
import io.salus.proto.records.v1.GetFeatureSetRequest;
import io.salus.proto.records.v1.GetFeaturesRequest;
import io.salus.proto.records.v1.GetSnapshotRequest;
import io.salus.proto.records.v1.ListFeatureSetsRequest;
import io.salus.proto.records.v1.PutFeatureSetRequest;
import io.salus.service.grpc.GrpcChannels;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The records' feature service. */
@ApplicationScoped
class FeaturesClient {
  private final BackendClient backend;
  private final Channel channel;

  FeaturesClient(BackendClient backend, GrpcChannels channels) {
    this.backend = backend;
    this.channel = channels.to("records", FeatureServiceGrpc.getServiceDescriptor());
  }

  List<FeatureSetView> list() {
    return backend
        .ask(
            channel,
            FeatureServiceGrpc.getListFeatureSetsMethod(),
            ListFeatureSetsRequest.getDefaultInstance())
        .getFeatureSetsList()
        .stream()
        .map(FeatureProtoMapper::set)
        .toList();
  }

  FeatureSetView get(String name, int version) {
    GetFeatureSetRequest request =
        GetFeatureSetRequest.newBuilder().setName(name).setVersion(version).build();
    return FeatureProtoMapper.set(
        backend.ask(channel, FeatureServiceGrpc.getGetFeatureSetMethod(), request).getFeatureSet());
  }

  FeatureSetView put(String definition) {
    PutFeatureSetRequest request =
        PutFeatureSetRequest.newBuilder().setDefinitionJson(definition).build();
    return FeatureProtoMapper.set(
        backend.ask(channel, FeatureServiceGrpc.getPutFeatureSetMethod(), request).getFeatureSet());
  }

  FeatureRowView row(String name, String patient, @Nullable Instant asOf) {
    GetFeaturesRequest.Builder request =
        GetFeaturesRequest.newBuilder().setName(name).setPatientId(patient);
    if (asOf != null) {
      request.setAsOf(WireProtoMapper.timestamp(asOf));
    }
    return FeatureProtoMapper.row(
        name,
        patient,
        backend.ask(channel, FeatureServiceGrpc.getGetFeaturesMethod(), request.build()));
  }

  JobAccepted createSnapshot(String name, int version) {
    CreateSnapshotRequest request =
        CreateSnapshotRequest.newBuilder().setName(name).setVersion(version).build();
    return new JobAccepted(
        backend.ask(channel, FeatureServiceGrpc.getCreateSnapshotMethod(), request).getJobId());
  }

  SnapshotView snapshot(String id) {
    GetSnapshotRequest request = GetSnapshotRequest.newBuilder().setId(id).build();
    return FeatureProtoMapper.snapshot(
        backend.ask(channel, FeatureServiceGrpc.getGetSnapshotMethod(), request));
  }
}

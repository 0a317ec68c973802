package io.salus.gateway.synthesis;

import io.grpc.Channel;
import io.salus.gateway.backend.BackendClient;
import io.salus.gateway.backend.JobAccepted;
import io.salus.gateway.backend.StreamClient;
import io.salus.proto.synthesis.v1.GetReleaseRequest;
import io.salus.proto.synthesis.v1.ListReleasesRequest;
import io.salus.proto.synthesis.v1.ReadReleaseFileRequest;
import io.salus.proto.synthesis.v1.ReadReleaseFileResponse;
import io.salus.proto.synthesis.v1.SynthesisServiceGrpc;
import io.salus.proto.synthesis.v1.SynthesizeRequest;
import io.salus.service.errors.AppException;
import io.salus.service.grpc.GrpcChannels;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The synthesis service. */
@ApplicationScoped
class SynthesisClient {
  /** Enough for the largest file over a slow line. */
  private static final Duration DOWNLOAD = Duration.ofMinutes(30);

  private final BackendClient backend;
  private final Channel channel;

  SynthesisClient(BackendClient backend, GrpcChannels channels) {
    this.backend = backend;
    this.channel = channels.to("synthesis", SynthesisServiceGrpc.getServiceDescriptor());
  }

  JobAccepted synthesize(String snapshot, ReleaseRequest request) {
    SynthesizeRequest message =
        SynthesizeRequest.newBuilder()
            .setSnapshotId(snapshot)
            .setGenerator(SynthesisProtoMapper.generator(request.generator()))
            .setRows(request.rows())
            .setEpochs(request.epochs())
            .setSeed(request.seed())
            .build();
    return new JobAccepted(
        backend.ask(channel, SynthesisServiceGrpc.getSynthesizeMethod(), message).getJobId());
  }

  List<ReleaseView> list() {
    return backend
        .ask(
            channel,
            SynthesisServiceGrpc.getListReleasesMethod(),
            ListReleasesRequest.getDefaultInstance())
        .getReleasesList()
        .stream()
        .map(SynthesisProtoMapper::release)
        .toList();
  }

  ReleaseView get(String id) {
    GetReleaseRequest request = GetReleaseRequest.newBuilder().setId(id).build();
    return SynthesisProtoMapper.release(
        backend.ask(channel, SynthesisServiceGrpc.getGetReleaseMethod(), request).getRelease());
  }

  /** Writes a file as the body of the response. */
  void file(RoutingContext http, String id, String file, Consumer<HttpServerResponse> begin) {
    StreamClient.pass(
        http,
        channel,
        SynthesisServiceGrpc.getReadReleaseFileMethod(),
        ReadReleaseFileRequest.newBuilder().setId(id).setFile(file).build(),
        DOWNLOAD,
        new StreamClient.Body<ReadReleaseFileResponse>() {
          @Override
          public void begin(HttpServerResponse response, @Nullable ReadReleaseFileResponse first) {
            begin.accept(response);
          }

          @Override
          public Buffer encode(ReadReleaseFileResponse message) {
            return Buffer.buffer(message.getChunk().toByteArray());
          }

          @Override
          public void broken(HttpServerResponse response, AppException failure) {
            // A file that ends early must not look whole.
            response.reset();
          }
        });
  }
}

package io.salus.synthesis.release;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.salus.proto.synthesis.v1.GetReleaseRequest;
import io.salus.proto.synthesis.v1.GetReleaseResponse;
import io.salus.proto.synthesis.v1.ListReleasesRequest;
import io.salus.proto.synthesis.v1.ListReleasesResponse;
import io.salus.proto.synthesis.v1.ReadReleaseFileRequest;
import io.salus.proto.synthesis.v1.ReadReleaseFileResponse;
import io.salus.proto.synthesis.v1.SynthesisServiceGrpc.SynthesisServiceImplBase;
import io.salus.proto.synthesis.v1.SynthesizeRequest;
import io.salus.proto.synthesis.v1.SynthesizeResponse;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.errors.GrpcErrors;
import io.salus.service.grpc.FileSender;
import io.salus.service.security.Caller;
import io.salus.service.security.CallerContext;
import io.smallrye.common.annotation.Blocking;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.Callable;

/**
 * Releases over gRPC. The plain gRPC base, because a file goes out only as fast as the client takes
 * it.
 */
@GrpcService
class SynthesisGrpcService extends SynthesisServiceImplBase {
  private final Releases releases;
  private final Synthesis synthesis;

  SynthesisGrpcService(Releases releases, Synthesis synthesis) {
    this.releases = releases;
    this.synthesis = synthesis;
  }

  @Override
  @Blocking
  public void synthesize(SynthesizeRequest request, StreamObserver<SynthesizeResponse> observer) {
    answer(
        observer,
        () -> {
          Caller caller = CallerContext.current();
          String job =
              synthesis.start(
                  caller, String.valueOf(CallerContext.token()), ReleaseProtoMapper.order(request));
          return SynthesizeResponse.newBuilder().setJobId(job).build();
        });
  }

  @Override
  @Blocking
  public void listReleases(
      ListReleasesRequest request, StreamObserver<ListReleasesResponse> observer) {
    answer(
        observer,
        () -> {
          ListReleasesResponse.Builder response = ListReleasesResponse.newBuilder();
          releases.list(CallerContext.current()).stream()
              .map(ReleaseProtoMapper::toProto)
              .forEach(response::addReleases);
          return response.build();
        });
  }

  @Override
  @Blocking
  public void getRelease(GetReleaseRequest request, StreamObserver<GetReleaseResponse> observer) {
    answer(
        observer,
        () -> {
          Release release = releases.require(CallerContext.current(), id(request.getId()));
          return GetReleaseResponse.newBuilder()
              .setRelease(ReleaseProtoMapper.toProto(release))
              .build();
        });
  }

  @Override
  @Blocking
  public void readReleaseFile(
      ReadReleaseFileRequest request, StreamObserver<ReadReleaseFileResponse> observer) {
    ServerCallStreamObserver<ReadReleaseFileResponse> out =
        (ServerCallStreamObserver<ReadReleaseFileResponse>) observer;
    try {
      FileSender.send(
          releases.open(CallerContext.current(), id(request.getId()), request.getFile()),
          out,
          piece -> ReadReleaseFileResponse.newBuilder().setChunk(piece).build());
    } catch (IOException | RuntimeException e) {
      out.onError(GrpcErrors.toStatus(e));
    }
  }

  private static <T> void answer(StreamObserver<T> observer, Callable<T> work) {
    T response;
    try {
      response = work.call();
    } catch (Exception e) {
      observer.onError(GrpcErrors.toStatus(e));
      return;
    }
    observer.onNext(response);
    observer.onCompleted();
  }

  private static UUID id(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw new NotFound("There is no such release.");
    }
  }
}

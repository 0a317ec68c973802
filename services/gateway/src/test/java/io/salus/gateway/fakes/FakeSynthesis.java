package io.salus.gateway.fakes;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.grpc.stub.StreamObserver;
import io.salus.proto.synthesis.v1.Generator;
import io.salus.proto.synthesis.v1.GetReleaseRequest;
import io.salus.proto.synthesis.v1.GetReleaseResponse;
import io.salus.proto.synthesis.v1.ListReleasesRequest;
import io.salus.proto.synthesis.v1.ListReleasesResponse;
import io.salus.proto.synthesis.v1.ReadReleaseFileRequest;
import io.salus.proto.synthesis.v1.ReadReleaseFileResponse;
import io.salus.proto.synthesis.v1.Release;
import io.salus.proto.synthesis.v1.SynthesisServiceGrpc;
import io.salus.proto.synthesis.v1.SynthesizeRequest;
import io.salus.proto.synthesis.v1.SynthesizeResponse;
import io.salus.service.errors.AppException.NotFound;

/** One release; its CSV comes in three chunks of a megabyte. */
final class FakeSynthesis extends SynthesisServiceGrpc.SynthesisServiceImplBase {
  private static final Release RELEASE =
      Release.newBuilder()
          .setId("r1")
          .setGenerator(Generator.GENERATOR_VAE)
          .setSnapshotId("snap")
          .setRows(90)
          .setMetricsJson("{\"shape\":0.9}")
          .addFiles("synthetic.csv")
          .addFiles("report.html")
          .setCreatedAt(Timestamp.newBuilder().setSeconds(1_780_000_000L))
          .build();

  @Override
  public void synthesize(SynthesizeRequest request, StreamObserver<SynthesizeResponse> out) {
    FakeRecords.answer(
        out, () -> SynthesizeResponse.newBuilder().setJobId("synthesis-done").build());
  }

  @Override
  public void listReleases(ListReleasesRequest request, StreamObserver<ListReleasesResponse> out) {
    FakeRecords.answer(out, () -> ListReleasesResponse.newBuilder().addReleases(RELEASE).build());
  }

  @Override
  public void getRelease(GetReleaseRequest request, StreamObserver<GetReleaseResponse> out) {
    FakeRecords.answer(out, () -> GetReleaseResponse.newBuilder().setRelease(RELEASE).build());
  }

  @Override
  public void readReleaseFile(
      ReadReleaseFileRequest request, StreamObserver<ReadReleaseFileResponse> out) {
    FakeRecords.answer(
        out,
        () -> {
          if (!RELEASE.getFilesList().contains(request.getFile())) {
            throw new NotFound("The release has no such file.");
          }
          byte[] chunk = new byte[request.getFile().endsWith("csv") ? 1 << 20 : 5];
          java.util.Arrays.fill(chunk, (byte) 'x');
          ReadReleaseFileResponse part =
              ReadReleaseFileResponse.newBuilder().setChunk(ByteString.copyFrom(chunk)).build();
          out.onNext(part);
          out.onNext(part);
          return part;
        });
  }
}

package io.salus.synthesis.release;

import com.google.protobuf.Timestamp;
import io.salus.proto.synthesis.v1.Generator;
import io.salus.proto.synthesis.v1.SynthesizeRequest;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.synthesis.generator.GeneratorKind;
import java.time.Instant;

/** Releases and orders as the contract writes them. */
final class ReleaseProtoMapper {
  private ReleaseProtoMapper() {}

  static SynthesisOrder order(SynthesizeRequest request) {
    return new SynthesisOrder(
        request.getSnapshotId(),
        kind(request.getGenerator()),
        request.getRows(),
        request.getEpochs(),
        request.getSeed());
  }

  static io.salus.proto.synthesis.v1.Release toProto(Release release) {
    return io.salus.proto.synthesis.v1.Release.newBuilder()
        .setId(release.id().toString())
        .setGenerator(generator(release.generator()))
        .setSnapshotId(release.snapshotId())
        .setSnapshotSha256(release.snapshotSha256())
        .setRows(release.rows())
        .setMetricsJson(release.metrics())
        .addAllFiles(Release.FILES)
        .setCreatedAt(timestamp(release.createdAt()))
        .setSeed(release.seed())
        .build();
  }

  private static Timestamp timestamp(Instant at) {
    return Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()).build();
  }

  private static GeneratorKind kind(Generator generator) {
    return switch (generator) {
      case GENERATOR_GAN -> GeneratorKind.GAN;
      case GENERATOR_VAE -> GeneratorKind.VAE;
      case GENERATOR_UNSPECIFIED, UNRECOGNIZED ->
          throw new InvalidInput("The generator must be gan or vae.", "generator");
    };
  }

  private static Generator generator(GeneratorKind kind) {
    return switch (kind) {
      case GAN -> Generator.GENERATOR_GAN;
      case VAE -> Generator.GENERATOR_VAE;
    };
  }
}

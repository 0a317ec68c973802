package io.salus.gateway.synthesis;

import io.salus.gateway.backend.WireProtoMapper;
import io.salus.proto.synthesis.v1.Generator;
import io.salus.proto.synthesis.v1.Release;
import io.salus.service.errors.AppException.InvalidInput;
import org.jspecify.annotations.Nullable;

/** Releases as REST shows them. */
final class SynthesisProtoMapper {
  private SynthesisProtoMapper() {}

  static ReleaseView release(Release release) {
    return new ReleaseView(
        release.getId(),
        name(release.getGenerator()),
        release.getSnapshotId(),
        release.getSnapshotSha256(),
        release.getRows(),
        release.getSeed(),
        WireProtoMapper.json(release.getMetricsJson()),
        release.getFilesList().stream().toList(),
        WireProtoMapper.instant(release.getCreatedAt()));
  }

  static Generator generator(@Nullable String name) {
    return switch (String.valueOf(name)) {
      case "gan" -> Generator.GENERATOR_GAN;
      case "vae" -> Generator.GENERATOR_VAE;
      default -> throw new InvalidInput("A generator is gan or vae.", "generator");
    };
  }

  private static String name(Generator generator) {
    return switch (generator) {
      case GENERATOR_GAN -> "gan";
      case GENERATOR_VAE -> "vae";
      case GENERATOR_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalStateException("a release without a generator");
    };
  }
}

package io.salus.inference.repository;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.salus.inference.artefact.Sha256;
import io.salus.service.storage.S3Folders;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Models as files: {@code shared/name/version/} and {@code tenants/tenant/name/version/}, each with
 * a {@code manifest.json} and the file that it names; {@code name/labels.json} is optional.
 */
@ApplicationScoped
public class ModelRepository {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
  private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");
  private static final int LARGEST_MANIFEST = 1 << 20;
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
  private final @Nullable RepositoryFiles files;
  private final RepositoryConfig config;

  ModelRepository(RepositoryConfig config, BucketConfig buckets) {
    this.config = config;
    this.files =
        buckets.s3().bucket().isPresent()
            ? new BucketFiles(S3Folders.of(buckets.s3()))
            : config.repository().map(DirectoryFiles::new).orElse(null);
  }

  /** Every model that there is a folder of; a folder that is wrong is in it by its name alone. */
  public List<Found> all() throws IOException {
    List<Found> found = new ArrayList<>();
    found.addAll(of(Owner.SHARED));
    if (files != null) {
      for (String tenant : files.folders("tenants")) {
        found.addAll(of(new Owner(tenant)));
      }
    }
    return found;
  }

  /** A folder of a model. */
  public record Found(Owner owner, String name) {}

  /** The folders of an owner. */
  public List<Found> of(Owner owner) throws IOException {
    if (files == null || !valid(owner)) {
      return List.of();
    }
    return files.folders(owner.folder()).stream().map(name -> new Found(owner, name)).toList();
  }

  /** Reads a model's manifests; none where it has no folder. Throws UnusableModelException. */
  public Optional<ModelFolder> read(Owner owner, String name) throws IOException {
    if (files == null || !valid(owner) || !NAME.matcher(name).matches()) {
      return Optional.empty();
    }
    String folder = owner.folder() + "/" + name;
    List<ModelFolder.Version> versions = new ArrayList<>();
    for (String version : files.folders(folder)) {
      if (!NUMBER.matcher(version).matches()) {
        throw new UnusableModelException(
            folder + "/" + version + ": a version's folder is a whole number from 1");
      }
      versions.add(version(folder + "/" + version, Integer.parseInt(version)));
    }
    if (versions.isEmpty()) {
      return Optional.empty();
    }
    versions.sort(java.util.Comparator.comparingInt(ModelFolder.Version::number));
    return Optional.of(new ModelFolder(owner, name, labels(folder, versions), versions));
  }

  private ModelFolder.Version version(String folder, int number) throws IOException {
    try {
      return new ModelFolder.Version(
          number, ManifestReader.read(bytes(folder + "/manifest.json", LARGEST_MANIFEST)));
    } catch (NoSuchFileException e) {
      throw new UnusableModelException(folder + ": there is no manifest.json", e);
    } catch (UnusableModelException e) {
      throw new UnusableModelException(folder + ": " + e.getMessage(), e);
    }
  }

  @JsonNaming(SnakeCaseStrategy.class)
  private record WrittenLabels(
      @Nullable Integer stable, @Nullable Integer canary, @Nullable Double canaryShare) {}

  private Labels labels(String folder, List<ModelFolder.Version> versions) throws IOException {
    int newest = versions.getLast().number();
    if (!reader().exists(folder + "/labels.json")) {
      return new Labels(newest, 0, 0);
    }
    WrittenLabels written;
    try {
      written =
          JSON.readValue(bytes(folder + "/labels.json", LARGEST_MANIFEST), WrittenLabels.class);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new UnusableModelException(
          folder + "/labels.json: stable and canary are versions, canary_share a number", e);
    }
    int stable = written.stable() == null ? newest : written.stable();
    int canary = written.canary() == null ? 0 : written.canary();
    double share = written.canaryShare() == null ? 0 : written.canaryShare();
    boolean known =
        versions.stream().anyMatch(v -> v.number() == stable)
            && (canary == 0 || versions.stream().anyMatch(v -> v.number() == canary));
    if (!known || !(share >= 0 && share <= 1) || (canary == 0 && share > 0)) {
      throw new UnusableModelException(
          folder
              + "/labels.json: stable and canary must be versions that are there, canary_share"
              + " from 0 to 1");
    }
    return new Labels(stable, canary, share);
  }

  /**
   * The bytes of a model's file, once size, hash and approval are right; nothing has looked into
   * them by then. Throws UnusableModelException.
   */
  public byte[] file(ModelFolder folder, ModelFolder.Version version) throws IOException {
    Manifest manifest = version.manifest();
    if (manifest.file().isEmpty()) {
      return new byte[0];
    }
    String path = folder.path(version);
    long largest = Math.min(config.largestFile().asLongValue(), Integer.MAX_VALUE - 16);
    if (manifest.bytes() > largest) {
      throw new UnusableModelException(path + ": more than " + largest + " bytes are not loaded");
    }
    if (manifest.engine() == EngineKind.TORCHSCRIPT
        && !config.approvedPrograms().orElse(java.util.Set.of()).contains(manifest.sha256())) {
      throw new UnusableModelException(
          path
              + ": a TorchScript file is a program, and its SHA-256 is not among"
              + " salus.models.approved-programs");
    }
    byte[] bytes;
    try {
      if (reader().size(path) != manifest.bytes()) {
        throw new UnusableModelException(path + ": it does not have the size of the manifest");
      }
      bytes = bytes(path, (int) manifest.bytes());
    } catch (NoSuchFileException e) {
      throw new UnusableModelException(path + ": there is no such file", e);
    }
    MessageDigest digest = Sha256.digest();
    if (!HexFormat.of().formatHex(digest.digest(bytes)).equals(manifest.sha256())) {
      throw new UnusableModelException(path + ": its SHA-256 is not that of the manifest");
    }
    return bytes;
  }

  private byte[] bytes(String path, int most) throws IOException {
    try (InputStream in = reader().open(path)) {
      byte[] bytes = in.readNBytes(most);
      if (in.read() >= 0) {
        throw new UnusableModelException(path + ": it is larger than " + most + " bytes");
      }
      return bytes;
    }
  }

  private RepositoryFiles reader() {
    if (files == null) {
      throw new IllegalStateException("there is no repository");
    }
    return files;
  }

  private static boolean valid(Owner owner) {
    return owner.shared() || TENANT.matcher(owner.tenant()).matches();
  }
}

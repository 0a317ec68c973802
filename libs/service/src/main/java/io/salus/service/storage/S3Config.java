package io.salus.service.storage;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.util.Optional;

/** Object storage that speaks S3. Without a bucket, files are kept in a directory. */
@ConfigMapping(prefix = "salus.storage.s3")
public interface S3Config {
  /** Bucket, which is there already. */
  Optional<String> bucket();

  /** Address of the storage, for example {@code https://minio:9000}; by default AWS'. */
  Optional<URI> endpoint();

  /** Whether the bucket is part of the path and not of the host, as most but AWS want it. */
  @WithDefault("true")
  boolean pathStyle();

  /** What keys begin with, for a bucket that several services share. */
  Optional<String> prefix();

  /** Region that requests are signed for. */
  @WithDefault("us-east-1")
  String region();

  /**
   * Who signs. By default whom the environment, the profile or the machine names, as with any tool
   * of AWS.
   */
  Optional<String> accessKey();

  /** With what. */
  Optional<String> secretKey();
}

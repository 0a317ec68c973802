package io.salus.inference.repository;

import io.salus.service.storage.S3Config;
import io.smallrye.config.ConfigMapping;

/** A bucket of models as files. */
@ConfigMapping(prefix = "salus.models")
interface BucketConfig {
  /** Without a bucket there is none; the settings are those of object storage. */
  S3Config s3();
}

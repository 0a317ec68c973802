package io.salus.service.storage;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Clients of buckets as they are configured, and what their failures mean. */
final class S3Clients {
  private S3Clients() {}

  static S3Client client(S3Config config) {
    S3ClientBuilder builder =
        S3Client.builder()
            .region(Region.of(config.region()))
            .forcePathStyle(config.pathStyle())
            // Only what every server understands: many know no checksums in trailers.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .serviceConfiguration(S3Configuration.builder().chunkedEncodingEnabled(false).build())
            .httpClientBuilder(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(Duration.ofSeconds(5))
                    .socketTimeout(Duration.ofSeconds(60)));
    config.endpoint().ifPresent(builder::endpointOverride);
    if (config.accessKey().isPresent()) {
      String secret =
          config
              .secretKey()
              .orElseThrow(
                  () -> new IllegalStateException("salus.storage.s3.secret-key is not configured"));
      builder.credentialsProvider(
          StaticCredentialsProvider.create(
              AwsBasicCredentials.create(config.accessKey().get(), secret)));
    }
    return builder.build();
  }

  /** What keys begin with; empty or with a slash at its end. */
  static String prefix(S3Config config) {
    return config.prefix().map(text -> text.replaceAll("^/+|/+$", "") + "/").orElse("");
  }

  static int status(SdkException e) {
    return e instanceof S3Exception answered ? answered.statusCode() : 0;
  }

  static IOException failure(SdkException e, String key) {
    return status(e) == 404
        ? new NoSuchFileException(key)
        : new IOException("the object storage failed with " + status(e), e);
  }
}

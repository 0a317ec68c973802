package io.salus.service.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
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
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Object storage in a bucket of anything that speaks S3 with conditional writes. A file is put from
 * the disk and read as a stream, never held in memory whole.
 */
final class S3ObjectStore implements ObjectStore {
  /** What one PUT may carry. */
  private static final long LARGEST = 5L << 30;

  /** Marks an object with who put it, since the answer to a PUT that succeeded can be lost. */
  private static final String MARK = "salus-put";

  private final S3Client client;
  private final String bucket;
  private final String prefix;
  private final Path drafts;

  private S3ObjectStore(S3Client client, String bucket, String prefix, Path drafts) {
    this.client = client;
    this.bucket = bucket;
    this.prefix = prefix;
    this.drafts = drafts;
  }

  /**
   * @param drafts folder of files that are being written
   */
  static S3ObjectStore of(S3Config config, Path drafts) {
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
    return new S3ObjectStore(
        builder.build(),
        config.bucket().orElseThrow(),
        config.prefix().map(text -> text.replaceAll("^/+|/+$", "") + "/").orElse(""),
        drafts);
  }

  @Override
  public Path draft() throws IOException {
    return Files.createTempFile(Files.createDirectories(drafts), "draft-", ".part");
  }

  @Override
  public void put(String key, Path finished) throws IOException {
    String name = name(key);
    if (Files.size(finished) > LARGEST) {
      throw new IOException("a file of more than 5 GiB cannot be put");
    }
    String mark = UUID.randomUUID().toString();
    try {
      client.putObject(
          put -> put.bucket(bucket).key(name).ifNoneMatch("*").metadata(Map.of(MARK, mark)),
          finished);
    } catch (SdkException e) {
      boolean taken = status(e) == 412 || status(e) == 409;
      if (!taken) {
        throw failure(e, key);
      }
      if (!mark.equals(head(key).metadata().get(MARK))) {
        throw new FileAlreadyExistsException(key);
      }
    }
    Files.delete(finished);
  }

  @Override
  public InputStream open(String key, long first) throws IOException {
    String name = name(key);
    try {
      return client.getObject(
          get -> get.bucket(bucket).key(name).range(first == 0 ? null : "bytes=" + first + "-"));
    } catch (SdkException e) {
      if (status(e) == 416) {
        return InputStream.nullInputStream();
      }
      throw failure(e, key);
    }
  }

  @Override
  public long size(String key) throws IOException {
    return head(key).contentLength();
  }

  @Override
  public void delete(String key) throws IOException {
    String name = name(key);
    try {
      client.deleteObject(delete -> delete.bucket(bucket).key(name));
    } catch (SdkException e) {
      if (status(e) != 404) {
        throw failure(e, key);
      }
    }
  }

  private HeadObjectResponse head(String key) throws IOException {
    String name = name(key);
    try {
      return client.headObject(head -> head.bucket(bucket).key(name));
    } catch (SdkException e) {
      throw failure(e, key);
    }
  }

  private String name(String key) {
    return prefix + StorageKey.require(key);
  }

  private static int status(SdkException e) {
    return e instanceof S3Exception answered ? answered.statusCode() : 0;
  }

  private static IOException failure(SdkException e, String key) {
    return status(e) == 404
        ? new NoSuchFileException(key)
        : new IOException("the object storage failed with " + status(e), e);
  }
}

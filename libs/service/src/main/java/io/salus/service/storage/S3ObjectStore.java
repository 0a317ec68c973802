package io.salus.service.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

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
    return new S3ObjectStore(
        S3Clients.client(config), config.bucket().orElseThrow(), S3Clients.prefix(config), drafts);
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
      boolean taken = S3Clients.status(e) == 412 || S3Clients.status(e) == 409;
      if (!taken) {
        throw S3Clients.failure(e, key);
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
      if (S3Clients.status(e) == 416) {
        return InputStream.nullInputStream();
      }
      throw S3Clients.failure(e, key);
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
      if (S3Clients.status(e) != 404) {
        throw S3Clients.failure(e, key);
      }
    }
  }

  private HeadObjectResponse head(String key) throws IOException {
    String name = name(key);
    try {
      return client.headObject(head -> head.bucket(bucket).key(name));
    } catch (SdkException e) {
      throw S3Clients.failure(e, key);
    }
  }

  private String name(String key) {
    return prefix + StorageKey.require(key);
  }
}

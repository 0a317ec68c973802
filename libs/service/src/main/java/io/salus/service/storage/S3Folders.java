package io.salus.service.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;

/** Files in a bucket that somebody else puts there, found by folder. Nothing is written. */
public final class S3Folders {
  private final S3Client client;
  private final String bucket;
  private final String prefix;

  private S3Folders(S3Client client, String bucket, String prefix) {
    this.client = client;
    this.bucket = bucket;
    this.prefix = prefix;
  }

  /** Those of a configured bucket; it must have a name. */
  public static S3Folders of(S3Config config) {
    return new S3Folders(
        S3Clients.client(config), config.bucket().orElseThrow(), S3Clients.prefix(config));
  }

  /**
   * Names of the folders in a folder, sorted; none when it is not there. What no key of ours may be
   * called is left out.
   */
  public List<String> folders(String path) throws IOException {
    String folder = prefix + StorageKey.require(path) + "/";
    try {
      return client
          .listObjectsV2Paginator(list -> list.bucket(bucket).prefix(folder).delimiter("/"))
          .commonPrefixes()
          .stream()
          .map(CommonPrefix::prefix)
          .map(whole -> whole.substring(folder.length(), whole.length() - 1))
          .filter(name -> !name.contains("/") && StorageKey.fits(name))
          .sorted()
          .toList();
    } catch (SdkException e) {
      throw S3Clients.failure(e, path);
    }
  }

  /** Whether there is such a file. */
  public boolean exists(String path) throws IOException {
    try {
      return size(path) >= 0;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Size in bytes. Throws {@link NoSuchFileException} when there is none. */
  public long size(String path) throws IOException {
    String key = prefix + StorageKey.require(path);
    try {
      return client.headObject(head -> head.bucket(bucket).key(key)).contentLength();
    } catch (SdkException e) {
      throw S3Clients.failure(e, path);
    }
  }

  /** The bytes. Throws {@link NoSuchFileException} when there are none. */
  public InputStream open(String path) throws IOException {
    String key = prefix + StorageKey.require(path);
    try {
      return client.getObject(get -> get.bucket(bucket).key(key));
    } catch (SdkException e) {
      throw S3Clients.failure(e, path);
    }
  }
}

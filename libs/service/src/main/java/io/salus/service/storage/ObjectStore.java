package io.salus.service.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * Files that are not rows, each written once under a key such as {@code snapshots/0199….parquet}. A
 * key holds letters, digits, {@code . _ - /} and neither starts with a slash nor climbs.
 */
public interface ObjectStore {
  /**
   * Keeps a finished file under a key for good; the file is moved away. Throws when the key is
   * taken.
   */
  void put(String key, Path finished) throws IOException;

  /** An empty file in the store's own file system, to be filled and {@link #put}. */
  Path draft() throws IOException;

  /** The bytes. Throws {@link java.nio.file.NoSuchFileException} when there are none. */
  default InputStream open(String key) throws IOException {
    return open(key, 0);
  }

  /** The bytes from one on; none when there are fewer. */
  InputStream open(String key, long first) throws IOException;

  /** Size in bytes. Throws {@link java.nio.file.NoSuchFileException} when there is none. */
  long size(String key) throws IOException;

  /** Takes a file out; one that is not there is no error. */
  void delete(String key) throws IOException;
}

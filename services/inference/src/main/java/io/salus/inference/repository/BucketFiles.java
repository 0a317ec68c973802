package io.salus.inference.repository;

import io.salus.service.storage.S3Folders;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** A repository in a bucket: the keys are the paths of one in a directory. */
record BucketFiles(S3Folders bucket) implements RepositoryFiles {
  @Override
  public List<String> folders(String path) throws IOException {
    return bucket.folders(path);
  }

  @Override
  public boolean exists(String path) throws IOException {
    return bucket.exists(path);
  }

  @Override
  public long size(String path) throws IOException {
    return bucket.size(path);
  }

  @Override
  public InputStream open(String path) throws IOException {
    return bucket.open(path);
  }
}

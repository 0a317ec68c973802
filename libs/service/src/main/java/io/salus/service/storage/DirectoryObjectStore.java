package io.salus.service.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Object storage in a directory. A file is there whole or not at all, also after a power cut. */
final class DirectoryObjectStore implements ObjectStore {
  private final Optional<Path> configuredRoot;

  DirectoryObjectStore(Optional<Path> configuredRoot) {
    this.configuredRoot = configuredRoot;
  }

  @Override
  public Path draft() throws IOException {
    Path drafts = Files.createDirectories(root().resolve("drafts"));
    return Files.createTempFile(drafts, "draft-", ".part");
  }

  @Override
  public void put(String key, Path finished) throws IOException {
    Path target = resolve(key);
    if (Files.exists(target)) {
      throw new FileAlreadyExistsException(key);
    }
    Path folder = Files.createDirectories(target.getParent());
    force(finished, StandardOpenOption.WRITE);
    Files.move(finished, target, StandardCopyOption.ATOMIC_MOVE);
    force(folder, StandardOpenOption.READ);
  }

  @Override
  public InputStream open(String key, long first) throws IOException {
    FileChannel channel = FileChannel.open(resolve(key), StandardOpenOption.READ);
    return Channels.newInputStream(channel.position(first));
  }

  @Override
  public long size(String key) throws IOException {
    return Files.size(resolve(key));
  }

  @Override
  public void delete(String key) throws IOException {
    Files.deleteIfExists(resolve(key));
  }

  private Path resolve(String key) {
    return root().resolve(StorageKey.require(key));
  }

  private Path root() {
    return configuredRoot.orElseThrow(
        () -> new IllegalStateException("salus.storage.directory is not configured"));
  }

  private static void force(Path path, StandardOpenOption mode) throws IOException {
    try (FileChannel channel = FileChannel.open(path, mode)) {
      channel.force(true);
    }
  }
}

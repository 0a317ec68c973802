package io.salus.service.storage;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Object storage in a directory. A file is there whole or not at all, also after a power cut. */
@ApplicationScoped
public class DirectoryObjectStore implements ObjectStore {
  private static final Pattern KEY =
      Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*");

  private final Optional<Path> configuredRoot;

  DirectoryObjectStore(
      @ConfigProperty(name = "salus.storage.directory") Optional<Path> configuredRoot) {
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
  public InputStream open(String key) throws IOException {
    return Files.newInputStream(resolve(key));
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
    if (!KEY.matcher(key).matches()) {
      throw new IllegalArgumentException("no valid storage key");
    }
    return root().resolve(key);
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

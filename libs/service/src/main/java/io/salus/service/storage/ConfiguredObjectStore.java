package io.salus.service.storage;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The object storage that the configuration says: a directory, or S3 once it has a bucket. */
@ApplicationScoped
class ConfiguredObjectStore {
  @Produces
  @ApplicationScoped
  ObjectStore store(
      S3Config s3, @ConfigProperty(name = "salus.storage.directory") Optional<Path> directory) {
    return s3.bucket().isPresent()
        ? S3ObjectStore.of(
            s3, directory.orElse(Path.of(System.getProperty("java.io.tmpdir"))).resolve("drafts"))
        : new DirectoryObjectStore(directory);
  }
}

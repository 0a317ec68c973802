package io.salus.inference.artefact;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.salus.service.errors.AppException.Unavailable;
import io.salus.service.security.Caller;
import io.salus.service.storage.ObjectStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Model files in object storage, each checked against its hash when it is read. */
@ApplicationScoped
public class ArtefactStore {
  private static final Logger LOG = Logger.getLogger(ArtefactStore.class);
  private final ObjectStore files;
  private final ObjectMapper json;

  ArtefactStore(ObjectStore files, ObjectMapper json) {
    this.files = files;
    this.json = json;
  }

  /** Where a file is, and what it must hash to. */
  public record Stored(String key, String sha256) {}

  /** Keeps a model under a new key. Without a registered row nobody ever reads it. */
  public Stored write(Caller caller, ModelArtefact artefact) throws IOException {
    byte[] bytes = json.writeValueAsBytes(artefact);
    String key = "models/" + caller.tenant() + "/" + UUID.randomUUID() + ".json";
    Path draft = files.draft();
    Files.write(draft, bytes);
    files.put(key, draft);
    return new Stored(key, Sha256.of(bytes));
  }

  /** Reads a model. Throws {@link Unavailable} when the file is gone or not the registered one. */
  public ModelArtefact read(String key, String sha256) {
    byte[] bytes;
    try (InputStream in = files.open(key)) {
      bytes = in.readAllBytes();
    } catch (IOException e) {
      LOG.errorf("Model file %s cannot be read: %s", key, e.getClass().getSimpleName());
      throw new Unavailable("The model's file cannot be read; train and promote it again.");
    }
    if (!Sha256.of(bytes).equals(sha256)) {
      LOG.errorf("Model file %s does not have its registered hash", key);
      throw new Unavailable(
          "The model's file is damaged: its SHA-256 is not the registered one. It was not loaded.");
    }
    try {
      return json.readValue(bytes, ModelArtefact.class);
    } catch (IOException e) {
      throw new IllegalStateException("a model file with the right hash is no model", e);
    }
  }
}

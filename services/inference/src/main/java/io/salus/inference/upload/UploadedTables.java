package io.salus.inference.upload;

import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.id.TimeOrderedId;
import io.salus.service.security.Caller;
import io.salus.service.storage.ObjectStore;
import io.salus.service.storage.Upload;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.regex.Pattern;

/** Files in object storage below the tenant's own folder; an id says the format by its end. */
@ApplicationScoped
public class UploadedTables {
  private static final String SCOPE = "salus/models.train";
  private static final Pattern ID = Pattern.compile("[0-9a-f-]{36}\\.(csv|parquet)");
  private final ObjectStore files;
  private final UploadConfig config;

  UploadedTables(ObjectStore files, UploadConfig config) {
    this.files = files;
    this.config = config;
  }

  /**
   * A table that is kept.
   *
   * @param sha256 of the file, hex
   */
  record Kept(String id, String sha256, long bytes) {}

  Upload begin(Caller caller) throws IOException {
    caller.require(SCOPE);
    return new Upload(files.draft(), config.largest().asLongValue());
  }

  Kept finish(Caller caller, TableFormat format, Upload upload) throws IOException {
    if (upload.bytes() == 0) {
      throw new InvalidInput("The table is empty.", "body");
    }
    String id = TimeOrderedId.next() + format.extension();
    files.put(key(caller, id), upload.finish());
    return new Kept(id, upload.sha256(), upload.bytes());
  }

  /** The bytes of a table of the caller's tenant. Throws {@link NotFound}. */
  public InputStream open(Caller caller, String id) throws IOException {
    caller.require(SCOPE);
    try {
      return files.open(key(caller, id));
    } catch (NoSuchFileException e) {
      throw missing();
    }
  }

  /** Throws {@link NotFound} unless there is such a table. */
  public void require(Caller caller, String id) {
    caller.require(SCOPE);
    try {
      files.size(key(caller, id));
    } catch (IOException e) {
      throw missing();
    }
  }

  /** Takes a table away; models that were trained on it stay. */
  void delete(Caller caller, String id) throws IOException {
    require(caller, id);
    files.delete(key(caller, id));
  }

  /** The format that an id says. */
  public static TableFormat format(String id) {
    return id.endsWith(TableFormat.CSV.extension()) ? TableFormat.CSV : TableFormat.PARQUET;
  }

  private static String key(Caller caller, String id) {
    if (!ID.matcher(id).matches()) {
      throw missing();
    }
    return "tables/" + caller.tenant() + "/" + id;
  }

  private static NotFound missing() {
    return new NotFound("There is no such table.");
  }
}

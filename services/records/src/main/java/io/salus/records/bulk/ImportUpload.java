package io.salus.records.bulk;

import io.salus.records.operation.Intake;
import io.salus.records.operation.OperationAnswer;
import io.salus.service.errors.AppException.TooLarge;
import io.salus.service.id.TimeOrderedId;
import io.salus.service.security.Caller;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * NDJSON on its way in. It is written down before the job begins, which reads it as often as it
 * must.
 */
final class ImportUpload implements Intake {
  private final Caller caller;
  private final String baseUrl;
  private final BulkFiles files;
  private final BulkJobs jobs;
  private final long largest;
  private @Nullable Path draft;
  private @Nullable OutputStream out;
  private long bytes;

  /**
   * @param largest bytes that are taken
   */
  ImportUpload(Caller caller, String baseUrl, BulkFiles files, BulkJobs jobs, long largest) {
    this.caller = caller;
    this.baseUrl = baseUrl;
    this.files = files;
    this.jobs = jobs;
    this.largest = largest;
  }

  @Override
  public void add(byte[] piece) throws IOException {
    bytes += piece.length;
    if (bytes > largest) {
      throw new TooLarge("The file is larger than " + largest + " bytes.");
    }
    out().write(piece);
  }

  @Override
  public OperationAnswer finish() throws IOException {
    out().close();
    ImportOrder.Input input =
        new ImportOrder.Input("input-" + TimeOrderedId.next() + ".ndjson", bytes);
    if (draft != null) {
      files.keepInput(caller, input.name(), bytes, draft);
    }
    ImportOrder order = new ImportOrder(baseUrl, List.of(input));
    String job = jobs.begin(caller, ImportJob.KIND, order.toParams());
    files.assignInput(caller, input.name(), job);
    return BulkJobs.accepted(baseUrl, job);
  }

  @Override
  public void drop() throws IOException {
    if (draft != null && out != null) {
      out.close();
      BulkFiles.drop(draft);
    }
  }

  private OutputStream out() throws IOException {
    OutputStream present = out;
    if (present == null) {
      Path file = files.draft();
      draft = file;
      present = Files.newOutputStream(file);
      out = present;
    }
    return present;
  }
}

package io.salus.records.bulk;

import io.salus.jobs.JobContext;
import io.salus.records.store.BulkLoad;
import io.salus.records.store.BulkLoader;
import io.salus.records.store.ResourceStore;
import io.salus.records.transaction.ImportDrafts;
import io.salus.records.transaction.ResourceWrites;
import io.salus.service.errors.AppException.Forbidden;
import io.salus.service.security.Caller;
import io.salus.service.storage.ObjectStore;
import jakarta.enterprise.context.ApplicationScoped;

/** Reads files of NDJSON into the records, in batches on several threads. */
@ApplicationScoped
class ImportJob implements BulkHandler {
  static final String KIND = "bulk-import";

  private final BulkLoader loader;
  private final ImportDrafts drafts;
  private final ResourceStore store;
  private final ResourceWrites writes;
  private final BulkFiles files;
  private final ObjectStore objects;
  private final BulkConfig config;

  ImportJob(
      BulkLoader loader,
      ImportDrafts drafts,
      ResourceStore store,
      ResourceWrites writes,
      BulkFiles files,
      ObjectStore objects,
      BulkConfig config) {
    this.loader = loader;
    this.drafts = drafts;
    this.store = store;
    this.writes = writes;
    this.files = files;
    this.objects = objects;
    this.config = config;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String scope() {
    return "system/*.u";
  }

  /** Which types are granted is asked for each line. */
  @Override
  public void check(Caller caller) {
    BulkJobs.requireMany(caller);
    if (caller.scopes().isEmpty()) {
      throw new Forbidden("This needs scopes to write resources.");
    }
  }

  /** Its files name lines that were refused, to who sent them. */
  @Override
  public void requireRead(Caller caller, BulkFile file) {}

  @Override
  public String run(JobContext job) throws Exception {
    ImportOrder order = ImportOrder.fromParams(job.params());
    BulkLoad load = loader.begin(job.caller());
    BatchImport batches =
        new BatchImport(job.caller(), job.jobId(), order.baseUrl(), load, drafts, store, writes);
    String result;
    try (ImportRun run = new ImportRun(job, order, batches, files, objects, config)) {
      result = run.toTheEnd();
    }
    for (ImportOrder.Input input : order.inputs()) {
      files.removeInput(job.caller(), input.name());
    }
    return result;
  }

  @Override
  public void cancelled(Caller caller, String job) {
    files.remove(caller, job);
  }
}

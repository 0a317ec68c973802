package io.salus.records.bulk;

import io.salus.service.errors.AppException.NotFound;
import io.salus.service.security.Caller;
import io.salus.service.storage.ObjectStore;
import io.salus.service.tenant.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * The files of jobs: kept under the job's id, listed in a table, taken away when they are old. The
 * file is there before its row, so that what is listed can be read.
 */
@ApplicationScoped
public class BulkFiles {
  private final BulkFileTable table;
  private final TenantTransactions transactions;
  private final ObjectStore store;
  private final BulkConfig config;

  BulkFiles(
      BulkFileTable table, TenantTransactions transactions, ObjectStore store, BulkConfig config) {
    this.table = table;
    this.transactions = transactions;
    this.store = store;
    this.config = config;
  }

  /** An empty file to be filled. */
  public Path draft() throws IOException {
    return store.draft();
  }

  /**
   * Keeps a finished file; in place of one that an attempt left that died right after. The draft is
   * moved away.
   */
  public void keep(Caller caller, String job, BulkFile file, Path draft) throws IOException {
    String key = key(job, file.name());
    store.delete(key);
    store.put(key, draft);
    transactions.run(caller, () -> table.put(caller.tenant(), job, file));
  }

  /** The files of a job. */
  public List<BulkFile> of(Caller caller, String job) {
    return transactions.call(caller, () -> table.of(job));
  }

  /** The bytes of one; {@link NotFound} when it was taken away. */
  InputStream open(String job, BulkFile file) {
    try {
      return store.open(key(job, file.name()));
    } catch (IOException e) {
      throw new NotFound("There is no such file any more.");
    }
  }

  /** Takes the files of a job away. */
  public void remove(Caller caller, String job) {
    for (BulkFile file : of(caller, job)) {
      try {
        store.delete(key(job, file.name()));
      } catch (IOException e) {
        throw new UncheckedIOException("a file of " + job + " cannot be deleted", e);
      }
    }
    transactions.run(caller, () -> table.delete(job));
  }

  /** Takes those of the caller's tenant away that have been kept long enough. */
  void removeOld(Caller caller) {
    Instant before = Instant.now().minus(config.keep());
    transactions.call(caller, () -> table.jobsBefore(before)).forEach(job -> remove(caller, job));
  }

  /** Closes a draft that will not be kept. */
  public static void drop(Path draft) throws IOException {
    Files.deleteIfExists(draft);
  }

  private static String key(String job, String name) {
    return "bulk/" + job + "/" + name;
  }
}

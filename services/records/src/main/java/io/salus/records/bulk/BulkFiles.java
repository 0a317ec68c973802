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
  private static final String INPUT = "input";

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

  /** Keeps what a job is to read; it belongs to none yet. */
  void keepInput(Caller caller, String name, long bytes, Path draft) throws IOException {
    store.put(inputKey(name), draft);
    BulkFile file = new BulkFile(name, INPUT, "", 0, bytes);
    transactions.run(caller, () -> table.put(caller.tenant(), name, file));
  }

  /** It goes away with the files of a job from now on. */
  void assignInput(Caller caller, String name, String job) {
    transactions.run(caller, () -> table.assign(name, job));
  }

  /** Takes away what a job has read. */
  void removeInput(Caller caller, String name) {
    try {
      store.delete(inputKey(name));
    } catch (IOException e) {
      throw new UncheckedIOException("an input cannot be deleted", e);
    }
    transactions.run(caller, () -> table.deleteNamed(name));
  }

  /** What a job is to read, from a byte on. */
  InputStream openInput(String name, long first) throws IOException {
    return store.open(inputKey(name), first);
  }

  long inputSize(String name) throws IOException {
    return store.size(inputKey(name));
  }

  /** Where an input is in object storage. */
  static String inputKey(String name) {
    return "bulk-inputs/" + name;
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
        store.delete(file.isInput() ? inputKey(file.name()) : key(job, file.name()));
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

package io.salus.records.bulk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.jobs.JobContext;
import io.salus.records.store.Json;
import io.salus.records.store.TypeNumbers;
import io.salus.records.store.TypeNumbers.Deleted;
import io.salus.records.store.TypeNumbers.Range;
import io.salus.service.tenant.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What was deleted since the time that an export goes back to, as transactions that would delete it
 * elsewhere too.
 */
@ApplicationScoped
class DeletedFile {
  private static final int A_LINE = 500;

  private final TypeNumbers numbers;
  private final TenantTransactions transactions;
  private final BulkFiles files;

  DeletedFile(TypeNumbers numbers, TenantTransactions transactions, BulkFiles files) {
    this.numbers = numbers;
    this.transactions = transactions;
    this.files = files;
  }

  void write(JobContext job, List<String> types, Range range) throws IOException {
    Path draft = files.draft();
    try (NdjsonFile file = new NdjsonFile(draft)) {
      long count = 0;
      List<Deleted> deleted = next(job, types, range, 0);
      while (!deleted.isEmpty()) {
        file.add(Json.print(transaction(deleted)));
        count += deleted.size();
        job.progress(1, "Deleted resources: " + count);
        deleted = next(job, types, range, deleted.getLast().number());
      }
      file.finish();
      if (count > 0) {
        files.keep(
            job.caller(),
            job.jobId(),
            new BulkFile("deleted.ndjson", "deleted", "Bundle", file.lines(), file.bytes()),
            draft);
      }
    } finally {
      BulkFiles.drop(draft);
    }
  }

  private List<Deleted> next(JobContext job, List<String> types, Range range, long after) {
    return transactions.call(
        job.caller(), () -> numbers.deleted(job.caller(), types, range, after, A_LINE));
  }

  private static ObjectNode transaction(List<Deleted> deleted) {
    ObjectNode bundle = Json.object().put("resourceType", "Bundle").put("type", "transaction");
    var entries = bundle.putArray("entry");
    for (Deleted one : deleted) {
      entries
          .addObject()
          .putObject("request")
          .put("method", "DELETE")
          .put("url", one.id().toString());
    }
    return bundle;
  }
}

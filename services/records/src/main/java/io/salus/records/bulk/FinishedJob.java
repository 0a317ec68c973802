package io.salus.records.bulk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A job that has made its files.
 *
 * @param baseUrl absolute base of links
 * @param result what the handler returned
 * @param files in the order of their making
 */
public record FinishedJob(String baseUrl, String id, ObjectNode result, List<BulkFile> files) {
  /** Where to ask about it. */
  public String statusUrl() {
    return BulkStatus.url(baseUrl, id);
  }

  /** Where a file is read. */
  public String url(BulkFile file) {
    return BulkFileRead.url(baseUrl, id, file.name());
  }
}

package io.salus.records.bulk;

import io.salus.jobs.JobContext;
import io.salus.records.search.Matches;
import io.salus.records.search.Matches.Filter;
import io.salus.records.store.TypeNumbers.Range;
import io.salus.service.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;

/**
 * Which resources an export with {@code _typeFilter} holds. They are found once, right after the
 * moment that the export is of, and their numbers kept in a file: what changes meanwhile does not
 * change which they are.
 */
@ApplicationScoped
class ExportSelection {
  private static final int PAGE = 50_000;

  private final Matches matches;
  private final BulkFiles files;

  ExportSelection(Matches matches, BulkFiles files) {
    this.matches = matches;
    this.files = files;
  }

  /** Finds the resources of each type that has filters. Done again, it makes the files anew. */
  void make(JobContext job, ExportOrder order, Range range) throws IOException {
    for (String type : order.filteredTypes()) {
      Path draft = files.draft();
      try {
        long count = 0;
        try (DataOutputStream out =
            new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(draft)))) {
          long[] page = page(job.caller(), order.filters(type), range, 0);
          while (page.length > 0) {
            for (long number : page) {
              out.writeLong(number);
            }
            count += page.length;
            job.progress(0, type + ": " + count + " resources selected");
            page = page(job.caller(), order.filters(type), range, page[page.length - 1]);
          }
        }
        String name = name(job, type);
        files.removeInput(job.caller(), name);
        files.keepInput(job.caller(), name, Long.BYTES * count, draft);
        files.assignInput(job.caller(), name, job.jobId());
      } finally {
        BulkFiles.drop(draft);
      }
    }
  }

  /** Numbers behind one, ascending. */
  long[] numbers(JobContext job, String type, long after, int limit) throws IOException {
    String name = name(job, type);
    long first = 0;
    long end = files.inputSize(name) / Long.BYTES;
    long behind = end;
    while (first < behind) {
      long middle = (first + behind) / 2;
      if (read(name, middle, 1)[0] <= after) {
        first = middle + 1;
      } else {
        behind = middle;
      }
    }
    return read(name, first, (int) Math.min(limit, end - first));
  }

  private long[] read(String name, long first, int count) throws IOException {
    long[] numbers = new long[count];
    if (count > 0) {
      try (DataInputStream in =
          new DataInputStream(new BufferedInputStream(files.openInput(name, first * Long.BYTES)))) {
        for (int i = 0; i < count; i++) {
          numbers[i] = in.readLong();
        }
      }
    }
    return numbers;
  }

  /** The numbers are of no use any more. */
  void drop(JobContext job, ExportOrder order) {
    order.filteredTypes().forEach(type -> files.removeInput(job.caller(), name(job, type)));
  }

  /** Filters of one type are alternatives. */
  private long[] page(Caller caller, List<Filter> filters, Range range, long after) {
    TreeSet<Long> found = new TreeSet<>();
    long complete = Long.MAX_VALUE;
    for (Filter filter : filters) {
      List<Long> page =
          matches
              .page(caller, filter, range.since(), range.patients(), after, PAGE)
              .await()
              .indefinitely();
      found.addAll(page);
      if (page.size() == PAGE) {
        complete = Math.min(complete, page.getLast());
      }
    }
    return found.headSet(complete, true).stream().mapToLong(Long::longValue).toArray();
  }

  private static String name(JobContext job, String type) {
    return job.jobId() + "-" + type + ".numbers";
  }
}

package io.salus.records.view;

import io.salus.records.store.NumberedReader;
import io.salus.records.store.ResourceScan.Sink;
import io.salus.records.store.TypeNumbers;
import io.salus.records.store.TypeNumbers.Range;
import io.salus.service.security.Caller;
import io.salus.service.tenant.TenantTransactions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * The resources of a type as they were at one moment, in the order of their numbers, from behind
 * any of them: what a job can take up again. No transaction lasts longer than a slice.
 */
final class NumberedSource implements RowSource {
  /** Numbers looked up at once. */
  private static final int NUMBERS = 50_000;

  private static final int SLICE = 500;

  private final Reads reads;
  private final Caller caller;
  private final String type;
  private final Range range;
  private long last;
  private long given;
  private long[] found = new long[0];
  private int at;
  private boolean foundAll;

  /** Where resources come from. */
  record Reads(TypeNumbers numbers, NumberedReader reader, TenantTransactions transactions) {}

  /**
   * @param after the number behind which to begin
   */
  NumberedSource(Reads reads, Caller caller, String type, Range range, long after) {
    this.reads = reads;
    this.caller = caller;
    this.type = type;
    this.range = range;
    this.last = after;
  }

  /** The last number that was given out, or the one behind which it began. */
  long last() {
    return last;
  }

  /** How many resources were given out. */
  long given() {
    return given;
  }

  /** Whether nothing is left. */
  boolean exhausted() {
    return foundAll && at == found.length;
  }

  @Override
  public Optional<Slice> next() {
    if (at == found.length && !foundAll) {
      found =
          reads
              .transactions()
              .call(caller, () -> reads.numbers().of(caller, type, range, last, NUMBERS));
      at = 0;
      foundAll = found.length < NUMBERS;
    }
    if (exhausted()) {
      return Optional.empty();
    }
    long[] slice = Arrays.copyOfRange(found, at, Math.min(found.length, at + SLICE));
    at += slice.length;
    given += slice.length;
    last = slice[slice.length - 1];
    return Optional.of(sink -> read(slice, sink));
  }

  private void read(long[] slice, Sink sink) {
    reads
        .transactions()
        .run(
            caller,
            () -> {
              try {
                reads
                    .reader()
                    .forEachAsOf(
                        caller.tenant(),
                        slice,
                        Micros.instant(range.moment()),
                        (place, version) -> {
                          if (version.type().equals(type)
                              && Micros.of(version.lastUpdated().toInstant()) >= range.since()) {
                            sink.accept(slice[place], version.json());
                          }
                        });
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }
}

package io.salus.records.store;

import io.salus.service.security.Caller;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of the index a scan wants, as a condition on {@code resource_index x}: of numbers
 * alone, so that it can stand in a COPY, which takes no arguments.
 *
 * @param few whether it is about so few patients that their compartments are the way to the rows
 */
record ScanCondition(String sql, boolean few) {
  private static final int FEW = 20;

  static ScanCondition of(
      Caller caller,
      TenantHash hash,
      String type,
      @Nullable Collection<String> patients,
      @Nullable Instant since) {
    StringBuilder sql = new StringBuilder("x.kind = ").append(hash.kind(type));
    String own = caller.patient();
    if (own != null) {
      sql.append(" and x.tokens @> array[").append(hash.patient(own)).append("]::bigint[]");
    }
    if (patients != null) {
      sql.append(" and x.tokens && array[")
          .append(
              patients.stream()
                  .map(patient -> String.valueOf(hash.patient(patient)))
                  .collect(Collectors.joining(",")))
          .append("]::bigint[]");
    }
    if (since != null) {
      sql.append(" and x.updated > ").append(ChronoUnit.MICROS.between(Instant.EPOCH, since));
    }
    return new ScanCondition(
        sql.toString(), own != null || (patients != null && patients.size() <= FEW));
  }
}

package io.salus.records.feature;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row of a view with its place in time.
 *
 * @param time when it happened; null in views without time, such as that of the patient
 * @param recorded when it became known, where the view says it
 * @param end when it ended, where the view says it
 * @param source id of the resource, so that the order of simultaneous events is always the same
 */
record Event(
    @Nullable Instant time,
    @Nullable Instant recorded,
    @Nullable Instant end,
    String source,
    List<@Nullable JsonNode> values) {

  /** Whether the record held this at that moment. */
  boolean knownAt(Instant moment) {
    return (time == null || !time.isAfter(moment))
        && (recorded == null || !recorded.isAfter(moment));
  }

  /**
   * Whether it had not ended at that moment. An end that was still to come was not known, and
   * counts as none.
   */
  boolean activeAt(Instant moment) {
    return end == null || end.isAfter(moment);
  }
}

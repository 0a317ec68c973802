package io.salus.records.bulk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.store.Json;

/**
 * How far an export is: what the next attempt begins with.
 *
 * @param moment microseconds since 1970: the data is as it was then
 * @param type position of the type, or view, in hand
 * @param after number of the last resource of that type that is in a kept file
 * @param files how many are kept of that type
 * @param resources written so far
 */
public record ExportState(long moment, int type, long after, int files, long resources) {
  public static ExportState beginning(long moment) {
    return new ExportState(moment, 0, 0, 0, 0);
  }

  public ExportState kept(long lastNumber, long count) {
    return new ExportState(moment, type, lastNumber, files + 1, resources + count);
  }

  /** Behind what gave no file. */
  public ExportState passed(long lastNumber) {
    return new ExportState(moment, type, lastNumber, files, resources);
  }

  public ExportState nextType() {
    return new ExportState(moment, type + 1, 0, 0, resources);
  }

  public byte[] bytes() {
    return Json.print(
        Json.object()
            .put("moment", moment)
            .put("type", type)
            .put("after", after)
            .put("files", files)
            .put("resources", resources));
  }

  public static ExportState of(byte[] bytes) {
    ObjectNode state = Json.parse(bytes);
    return new ExportState(
        state.path("moment").asLong(),
        state.path("type").asInt(),
        state.path("after").asLong(),
        state.path("files").asInt(),
        state.path("resources").asLong());
  }
}

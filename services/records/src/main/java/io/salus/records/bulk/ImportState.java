package io.salus.records.bulk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.store.Json;

/**
 * How far an import is: what the next attempt begins with.
 *
 * @param input position of the file in hand
 * @param offset bytes of it that are done
 * @param line lines of it that are done
 * @param created resources that are new
 * @param updated resources that were there, differently
 * @param unchanged resources that were there as they are
 * @param failed lines that were refused
 * @param errorFiles files of their errors that are kept
 */
record ImportState(
    int input,
    long offset,
    long line,
    long created,
    long updated,
    long unchanged,
    long failed,
    int errorFiles) {
  static final ImportState BEGINNING = new ImportState(0, 0, 0, 0, 0, 0, 0, 0);

  ImportState with(LineBatch batch, BatchResult result) {
    return new ImportState(
        input,
        batch.end(),
        batch.firstLine() + batch.lines().size() - 1,
        created + result.created(),
        updated + result.updated(),
        unchanged + result.unchanged(),
        failed + result.errors().size(),
        errorFiles);
  }

  ImportState nextInput() {
    return new ImportState(input + 1, 0, 0, created, updated, unchanged, failed, errorFiles);
  }

  ImportState errorsKept() {
    return new ImportState(
        input, offset, line, created, updated, unchanged, failed, errorFiles + 1);
  }

  ObjectNode json() {
    return Json.object()
        .put("input", input)
        .put("offset", offset)
        .put("line", line)
        .put("created", created)
        .put("updated", updated)
        .put("unchanged", unchanged)
        .put("failed", failed)
        .put("error_files", errorFiles);
  }

  static ImportState of(byte[] bytes) {
    ObjectNode state = Json.parse(bytes);
    return new ImportState(
        state.path("input").asInt(),
        state.path("offset").asLong(),
        state.path("line").asLong(),
        state.path("created").asLong(),
        state.path("updated").asLong(),
        state.path("unchanged").asLong(),
        state.path("failed").asLong(),
        state.path("error_files").asInt());
  }
}

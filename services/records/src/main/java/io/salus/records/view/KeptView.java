package io.salus.records.view;

import io.salus.records.store.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A view whose rows are kept.
 *
 * @param version of the ViewDefinition
 * @param definition the ViewDefinition, JSON
 * @param generation the rows that answer; null until they have been built once
 * @param building the rows that a job is making; null when none is
 * @param transaction what transactions before this one did is in the rows
 * @param failure why they are not kept fresh any more; null while they are
 */
record KeptView(
    String id,
    int version,
    String definition,
    @Nullable Long generation,
    @Nullable Long building,
    String transaction,
    @Nullable Instant builtAt,
    @Nullable String failure) {
  View compile() {
    return View.compile(Json.parse(definition.getBytes(StandardCharsets.UTF_8)));
  }
}

package io.salus.inference.records;

import org.jspecify.annotations.Nullable;

/**
 * What the record says of an outcome.
 *
 * @param sha256 of the feature set's definition, hex
 * @param came whether it came within its period; null while the record cannot tell
 */
public record OutcomeAnswer(String sha256, @Nullable Boolean came) {}

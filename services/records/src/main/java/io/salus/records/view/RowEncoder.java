package io.salus.records.view;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * Encodes rows, each as soon as it is made, while the processor still has its values at hand. For
 * one thread.
 *
 * @param <B> encoded rows
 */
interface RowEncoder<B> {
  void add(@Nullable JsonNode[] row);

  /** The rows that were added since the last time. */
  B take();
}

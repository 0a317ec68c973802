package io.salus.records.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Rows on their way out. Many threads encode, each with an encoder of its own; one writes what they
 * made.
 *
 * @param <B> encoded rows
 */
interface RowOutput<B> {
  /** A new encoder, for one thread. */
  Function<List<@Nullable JsonNode[]>, B> encoder();

  void write(B rows) throws IOException;

  /** Writes the end; the stream below stays open. */
  void finish() throws IOException;
}

package io.salus.records.view;

import java.io.IOException;

/**
 * Rows on their way out. Many threads encode, each with an encoder of its own; one writes what they
 * made.
 *
 * @param <B> encoded rows
 */
interface RowOutput<B> {
  /** A new encoder, for one thread. */
  RowEncoder<B> encoder();

  void write(B rows) throws IOException;

  /** Writes the end; the stream below stays open. */
  void finish() throws IOException;
}

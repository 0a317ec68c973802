package io.salus.records.operation;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes a long body on a thread of its own, where it may block. The stream takes bytes as fast as
 * the client reads them and throws when the client went away. What fails before the first 64 KiB
 * (or the first {@code flush}) is answered as an error; later, the answer breaks off.
 */
@FunctionalInterface
public non-sealed interface BodyWriter extends Content {
  void write(OutputStream out) throws IOException;
}

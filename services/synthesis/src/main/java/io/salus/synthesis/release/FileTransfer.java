package io.salus.synthesis.release;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** A file on its way out, chunk by chunk. */
final class FileTransfer {
  private final InputStream file;
  private final int chunkBytes;
  private boolean ended;

  FileTransfer(InputStream file, int chunkBytes) {
    this.file = file;
    this.chunkBytes = chunkBytes;
  }

  /** The next bytes, as many as a chunk holds; none at the end. */
  synchronized byte[] next() throws IOException {
    return ended ? new byte[0] : file.readNBytes(chunkBytes);
  }

  /** Whether it was closed. */
  synchronized boolean ended() {
    return ended;
  }

  /** Closes the file; doing it twice does no harm. */
  synchronized void close() {
    ended = true;
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException("a release's file cannot be closed", e);
    }
  }
}

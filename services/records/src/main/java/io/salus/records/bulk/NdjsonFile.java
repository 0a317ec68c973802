package io.salus.records.bulk;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of one JSON document a line that is being written. */
final class NdjsonFile implements AutoCloseable {
  private final Path path;
  private final OutputStream out;
  private long lines;
  private long bytes;

  NdjsonFile(Path path) throws IOException {
    this.path = path;
    this.out = new BufferedOutputStream(Files.newOutputStream(path), 1 << 16);
  }

  /** Adds a line; the document has no line break of its own. */
  void add(byte[] json) throws IOException {
    out.write(json);
    out.write('\n');
    lines++;
    bytes += json.length + 1;
  }

  Path path() {
    return path;
  }

  long lines() {
    return lines;
  }

  long bytes() {
    return bytes;
  }

  /** Writes what is left; nothing can be added any more. */
  void finish() throws IOException {
    out.close();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}

package io.salus.records.view;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Knows how much went through it. */
final class MeasuredStream extends FilterOutputStream {
  private long written;

  MeasuredStream(OutputStream out) {
    super(out);
  }

  /** Bytes so far. */
  long written() {
    return written;
  }

  @Override
  public void write(int one) throws IOException {
    out.write(one);
    written++;
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    out.write(bytes, from, length);
    written += length;
  }
}

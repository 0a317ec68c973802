package io.salus.records.binary;

import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;

/** What another stream holds, in base64. */
final class Base64Stream extends InputStream {
  /** A multiple of three, so that padding comes at the end only. */
  private static final int PORTION = 48 * 1024;

  private final InputStream in;
  private byte[] encoded = new byte[0];
  private int position;

  Base64Stream(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    return fill() ? encoded[position++] & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, encoded.length - position);
    System.arraycopy(encoded, position, target, offset, count);
    position += count;
    return count;
  }

  private boolean fill() throws IOException {
    if (position == encoded.length) {
      encoded = Base64.getEncoder().encode(in.readNBytes(PORTION));
      position = 0;
    }
    return position < encoded.length;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}

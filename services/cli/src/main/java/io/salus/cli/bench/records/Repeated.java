package io.salus.cli.bench.records;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of NDJSON again and again, up to a size, each time with other ids: the first two digits of
 * every UUID, in ids and references alike, are the number of the copy.
 */
final class Repeated extends InputStream {
  private static final int[] GROUPS = {8, 13, 18, 23};
  private static final int LENGTH = 36;
  private static final String DIGITS = "0123456789abcdef";

  private final Path file;
  private final long least;
  private byte[] line = new byte[0];
  private int position;
  private InputStream in = InputStream.nullInputStream();
  private int copy = -1;
  private long bytes;

  /**
   * @param least bytes; the copy in hand is finished
   */
  Repeated(Path file, long least) {
    this.file = file;
    this.least = least;
  }

  @Override
  public int read() throws IOException {
    return fill() ? line[position++] & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, line.length - position);
    System.arraycopy(line, position, target, offset, count);
    position += count;
    return count;
  }

  private boolean fill() throws IOException {
    while (position == line.length) {
      byte[] piece = in.readNBytes(1 << 20);
      if (piece.length == 0) {
        in.close();
        if (bytes >= least || copy == 255) {
          return false;
        }
        in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        copy++;
        continue;
      }
      line = upToEndOfLine(piece);
      position = 0;
      renumber(line, copy);
      bytes += line.length;
    }
    return true;
  }

  private byte[] upToEndOfLine(byte[] piece) throws IOException {
    if (piece[piece.length - 1] == '\n') {
      return piece;
    }
    var whole = new java.io.ByteArrayOutputStream(piece.length + 4096);
    whole.write(piece);
    for (int b = in.read(); b >= 0; b = in.read()) {
      whole.write(b);
      if (b == '\n') {
        break;
      }
    }
    return whole.toByteArray();
  }

  static void renumber(byte[] text, int copy) {
    for (int at = 0; at + LENGTH <= text.length; at++) {
      if (text[at + GROUPS[0]] == '-' && isUuid(text, at)) {
        text[at] = (byte) DIGITS.charAt(copy >> 4);
        text[at + 1] = (byte) DIGITS.charAt(copy & 15);
        at += LENGTH - 1;
      }
    }
  }

  private static boolean isUuid(byte[] text, int at) {
    for (int group : GROUPS) {
      if (text[at + group] != '-') {
        return false;
      }
    }
    for (int i = 0; i < LENGTH; i++) {
      if (text[at + i] != '-' && DIGITS.indexOf(text[at + i]) < 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}

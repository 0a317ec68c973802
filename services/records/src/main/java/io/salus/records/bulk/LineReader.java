package io.salus.records.bulk;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Reads a file of lines in batches of bounded size. */
final class LineReader {
  /** Stands for a line that is longer than any resource may be. */
  static final byte[] TOO_LONG = {'!'};

  private static final int LONGEST_LINE = 16 << 20;
  private static final int MOST_BYTES = 2 << 20;

  private final InputStream in;
  private final int mostLines;
  private final byte[] buffer = new byte[1 << 16];
  private int position;
  private int limit;
  private long offset;
  private long line;

  /**
   * @param in stands at the offset
   * @param line number of the lines before it
   */
  LineReader(InputStream in, long offset, long line, int mostLines) {
    this.in = in;
    this.offset = offset;
    this.line = line;
    this.mostLines = mostLines;
  }

  /** The next lines; none at the end of the file. */
  LineBatch next() throws IOException {
    List<byte[]> lines = new ArrayList<>();
    long first = line + 1;
    int bytes = 0;
    while (lines.size() < mostLines && bytes < MOST_BYTES && more()) {
      byte[] one = line();
      bytes += one.length;
      lines.add(one);
      line++;
    }
    return new LineBatch(lines, first, offset);
  }

  private boolean more() throws IOException {
    if (position == limit) {
      position = 0;
      limit = Math.max(0, in.read(buffer));
    }
    return position < limit;
  }

  private byte[] line() throws IOException {
    ByteArrayOutputStream parts = new ByteArrayOutputStream(0);
    boolean tooLong = false;
    while (more()) {
      int end = position;
      while (end < limit && buffer[end] != '\n') {
        end++;
      }
      int length = end - position;
      boolean ended = end < limit;
      int skipped = length + (ended ? 1 : 0);
      if (ended && parts.size() == 0 && !tooLong) {
        byte[] whole = java.util.Arrays.copyOfRange(buffer, position, end);
        position += skipped;
        offset += skipped;
        return whole;
      }
      tooLong |= parts.size() + length > LONGEST_LINE;
      if (!tooLong) {
        parts.write(buffer, position, length);
      }
      position += skipped;
      offset += skipped;
      if (ended) {
        break;
      }
    }
    return tooLong ? TOO_LONG : parts.toByteArray();
  }
}

package io.salus.gateway.binary;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A part of content, RFC 9110 section 14. One range from the beginning on; others are ignored, as
 * the RFC allows.
 *
 * @param asked whether the client wants a part
 * @param limit bytes at most; 0 for all that follow
 */
record ByteRange(boolean asked, long first, long limit) {
  static final ByteRange WHOLE = new ByteRange(false, 0, 0);
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,15})-(\\d{0,15})");

  static ByteRange of(@Nullable String header) {
    Matcher range = RANGE.matcher(header == null ? "" : header.trim());
    if (!range.matches()) {
      return WHOLE;
    }
    long first = Long.parseLong(range.group(1));
    if (range.group(2).isEmpty()) {
      return new ByteRange(true, first, 0);
    }
    long last = Long.parseLong(range.group(2));
    return last < first ? WHOLE : new ByteRange(true, first, last - first + 1);
  }

  /** Whether there is such a part of so many bytes. */
  boolean fits(long size) {
    return first < size;
  }

  /** The last byte of the part, of so many. */
  long last(long size) {
    return limit == 0 ? size - 1 : Math.min(size, first + limit) - 1;
  }
}

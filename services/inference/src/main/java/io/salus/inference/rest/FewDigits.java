package io.salus.inference.rest;

/**
 * Decimals of few digits, as most clients write them, in a third of the time of the general way:
 * where digits and power of ten both are whole numbers that a float holds exactly, their quotient
 * is the nearest float (Clinger, How to read floating point numbers accurately, 1990).
 */
final class FewDigits {
  private static final int MOST = 1 << 24;
  private static final float[] TENS = {
    1, 1e1f, 1e2f, 1e3f, 1e4f, 1e5f, 1e6f, 1e7f, 1e8f, 1e9f, 1e10f
  };

  private FewDigits() {}

  /** A number that JSON allows; NaN when it is not of few digits. */
  static float read(char[] text, int from, int length) {
    int to = from + length;
    boolean negative = text[from] == '-';
    int at = negative ? from + 1 : from;
    int digits = 0;
    int point = to - 1;
    for (; at < to; at++) {
      char next = text[at];
      if (next >= '0' && next <= '9') {
        digits = digits * 10 + (next - '0');
        if (digits > MOST) {
          return Float.NaN;
        }
      } else if (next == '.') {
        point = at;
      } else {
        return Float.NaN;
      }
    }
    int places = to - 1 - point;
    if (places >= TENS.length) {
      return Float.NaN;
    }
    float value = digits / TENS[places];
    return negative ? -value : value;
  }
}

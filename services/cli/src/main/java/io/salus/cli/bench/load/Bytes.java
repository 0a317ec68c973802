package io.salus.cli.bench.load;

/** Looking into answers without making text of them. */
public final class Bytes {
  private Bytes() {}

  /** Where the wanted bytes begin between two positions, or -1. */
  public static int find(byte[] in, int from, int to, byte[] wanted) {
    byte first = wanted[0];
    int last = to - wanted.length;
    for (int at = from; at <= last; at++) {
      if (in[at] == first && matches(in, at, wanted)) {
        return at;
      }
    }
    return -1;
  }

  /** How often the wanted bytes come between two positions. */
  public static int count(byte[] in, int from, int to, byte[] wanted) {
    int count = 0;
    int at = find(in, from, to, wanted);
    while (at >= 0) {
      count++;
      at = find(in, at + wanted.length, to, wanted);
    }
    return count;
  }

  /** The same for ASCII, where capitals do not matter; the wanted bytes have none. */
  static int findIgnoringCase(byte[] in, int from, int to, byte[] wanted) {
    for (int at = from; at <= to - wanted.length; at++) {
      int same = 0;
      while (same < wanted.length && lower(in[at + same]) == wanted[same]) {
        same++;
      }
      if (same == wanted.length) {
        return at;
      }
    }
    return -1;
  }

  /** The decimal number at a position, behind spaces. */
  static long number(byte[] in, int from) {
    int at = from;
    while (in[at] == ' ') {
      at++;
    }
    long number = 0;
    while (at < in.length && in[at] >= '0' && in[at] <= '9') {
      number = number * 10 + in[at++] - '0';
    }
    return number;
  }

  /** The hexadecimal number at a position. */
  static int hexadecimal(byte[] in, int from) {
    int number = 0;
    for (int at = from; at < in.length; at++) {
      int digit = Character.digit(in[at], 16);
      if (digit < 0) {
        break;
      }
      number = number * 16 + digit;
    }
    return number;
  }

  private static boolean matches(byte[] in, int at, byte[] wanted) {
    for (int i = 1; i < wanted.length; i++) {
      if (in[at + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }

  private static int lower(byte letter) {
    return letter >= 'A' && letter <= 'Z' ? letter + 32 : letter;
  }
}

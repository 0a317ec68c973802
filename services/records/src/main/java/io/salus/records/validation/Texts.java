package io.salus.records.validation;

import java.util.Locale;

/** Formats of primitive types that are text. Every text is at least one character long. */
final class Texts {
  private static final int LONGEST_STRING = 1 << 20;
  private static final int LONGEST_ID = 64;
  private static final String OID = "urn:oid:";
  private static final String UUID = "urn:uuid:";

  private Texts() {}

  static boolean isString(String text) {
    if (text.length() > LONGEST_STRING) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' && c != '\t' && c != '\n' && c != '\r') {
        return false;
      }
      if (Character.isSurrogate(c)) {
        boolean pair = i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1));
        if (!pair) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  static boolean isCode(String text) {
    boolean afterSpace = true;
    for (int i = 0; i < text.length(); i++) {
      boolean space = isSpace(text.charAt(i));
      if (space && afterSpace) {
        return false;
      }
      afterSpace = space;
    }
    return !afterSpace && isString(text);
  }

  static boolean isId(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isLetterOrDigit(c) && c != '-' && c != '.') {
        return false;
      }
    }
    return text.length() <= LONGEST_ID;
  }

  static boolean isUri(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) <= ' ') {
        return false;
      }
    }
    return isString(text);
  }

  /** Numbers separated by dots, the first 0 to 2, none with leading zeros. */
  static boolean isOid(String text) {
    int first = OID.length();
    if (!text.startsWith(OID) || text.length() < first + 3 || text.charAt(first + 1) != '.') {
      return false;
    }
    boolean root = text.charAt(first) >= '0' && text.charAt(first) <= '2';
    int start = first + 2;
    for (int i = start; i <= text.length(); i++) {
      char c = i < text.length() ? text.charAt(i) : '.';
      if (c == '.') {
        boolean empty = i == start;
        boolean leadingZero = i > start + 1 && text.charAt(start) == '0';
        if (empty || leadingZero) {
          return false;
        }
        start = i + 1;
      } else if (!isDigit(c)) {
        return false;
      }
    }
    return root;
  }

  static boolean isUuid(String text) {
    if (!text.startsWith(UUID) || text.length() != UUID.length() + 36) {
      return false;
    }
    for (int i = 0; i < 36; i++) {
      char c = text.charAt(UUID.length() + i);
      boolean hyphen = i == 8 || i == 13 || i == 18 || i == 23;
      if (hyphen ? c != '-' : !isDigit(c) && !(c >= 'a' && c <= 'f')) {
        return false;
      }
    }
    return true;
  }

  static boolean isBase64(String text) {
    int digits = 0;
    int padding = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isSpace(c)) {
        continue;
      }
      if (c == '=') {
        padding++;
      } else if (padding == 0 && (isLetterOrDigit(c) || c == '+' || c == '/')) {
        digits++;
      } else {
        return false;
      }
    }
    return digits > 0 && padding <= 2 && (digits + padding) % 4 == 0;
  }

  /** Minimal: one div and nothing that a browser would run. Well-formedness is not looked at. */
  static boolean isXhtml(String text) {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    boolean div = lower.startsWith("<div") && (lower.endsWith("</div>") || lower.endsWith("/>"));
    return div
        && !lower.contains("<script")
        && !lower.contains("<!doctype")
        && !lower.contains("<!entity");
  }

  static boolean isTime(String text) {
    boolean shape = text.length() >= 8 && text.charAt(2) == ':' && text.charAt(5) == ':';
    if (!shape || !inRange(text, 0, 23) || !inRange(text, 3, 59) || !inRange(text, 6, 60)) {
      return false;
    }
    for (int i = 9; i < text.length(); i++) {
      if (!isDigit(text.charAt(i))) {
        return false;
      }
    }
    return text.length() == 8 || (text.length() > 9 && text.charAt(8) == '.');
  }

  private static boolean inRange(String text, int at, int most) {
    char tens = text.charAt(at);
    char ones = text.charAt(at + 1);
    return isDigit(tens) && isDigit(ones) && (tens - '0') * 10 + (ones - '0') <= most;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLetterOrDigit(char c) {
    return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}

package io.salus.records.validation;

/**
 * Tells names that may be repeated in an issue from text that a client put where a name belongs.
 */
final class PlainNames {
  private static final int LONGEST = 64;

  private PlainNames() {}

  static boolean isPlain(String name) {
    if (name.isEmpty() || name.length() > LONGEST) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
      boolean digit = c >= '0' && c <= '9';
      if (!letter && !(digit && i > 0)) {
        return false;
      }
    }
    return true;
  }
}

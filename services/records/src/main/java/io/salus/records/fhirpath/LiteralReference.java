package io.salus.records.fhirpath;

import org.jspecify.annotations.Nullable;

/** What `Type/id` says, also at the end of a URL and with a version behind it. */
record LiteralReference(String type, String id) {
  private static final String HISTORY = "/_history/";
  private static final int LONGEST_ID = 64;

  /** Null when the text is no reference of that form. */
  static @Nullable LiteralReference parse(String text) {
    int history = text.indexOf(HISTORY);
    if (history >= 0 && !isId(text, history + HISTORY.length(), text.length())) {
      return null;
    }
    int end = history < 0 ? text.length() : history;
    int slash = text.lastIndexOf('/', end - 1);
    if (slash < 0 || !isId(text, slash + 1, end)) {
      return null;
    }
    int start = text.lastIndexOf('/', slash - 1) + 1;
    return isType(text, start, slash)
        ? new LiteralReference(text.substring(start, slash), text.substring(slash + 1, end))
        : null;
  }

  private static boolean isId(String text, int from, int to) {
    if (from >= to || to - from > LONGEST_ID) {
      return false;
    }
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (!isLetter(c) && (c < '0' || c > '9') && c != '.' && c != '-') {
        return false;
      }
    }
    return true;
  }

  private static boolean isType(String text, int from, int to) {
    if (to - from < 2 || text.charAt(from) < 'A' || text.charAt(from) > 'Z') {
      return false;
    }
    for (int i = from + 1; i < to; i++) {
      if (!isLetter(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}

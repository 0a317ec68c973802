package io.salus.records.subscription;

import java.util.ArrayList;
import java.util.List;

/** Values in which a backslash takes the meaning from {@code , | $} and itself. */
final class Escaped {
  private Escaped() {}

  /** Splits at a separator without a backslash; backslashes stay. */
  static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == separator) {
        parts.add(text.substring(start, i));
        start = i + 1;
      }
    }
    parts.add(text.substring(start));
    return parts;
  }

  static String plain(String text) {
    return text.indexOf('\\') < 0 ? text : text.replaceAll("\\\\([,|$\\\\])", "$1");
  }
}

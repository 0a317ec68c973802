package io.salus.records.fhirpath;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Regular expressions of clients. Some need exponential time on some texts, so a match may look at
 * so many characters and no more.
 */
final class Patterns {
  private static final int MOST_KEPT = 256;
  private static final Map<String, Pattern> COMPILED = new ConcurrentHashMap<>();

  private Patterns() {}

  /** A dot means every character (FHIRPath 2.0, 5.6.9). */
  static Matcher matcher(String regex, String text) {
    if (COMPILED.size() > MOST_KEPT) {
      COMPILED.clear();
    }
    try {
      return COMPILED
          .computeIfAbsent(regex, source -> Pattern.compile(source, Pattern.DOTALL))
          .matcher(new Bounded(text));
    } catch (PatternSyntaxException e) {
      throw new FhirPathException("no valid regular expression");
    }
  }

  /** A text that can be looked at only so often. */
  private static final class Bounded implements CharSequence {
    private static final int LEAST_LOOKS = 100_000;
    private static final int LOOKS_A_CHARACTER = 100;

    private final String text;
    private long left;

    Bounded(String text) {
      this.text = text;
      this.left = LEAST_LOOKS + (long) LOOKS_A_CHARACTER * text.length();
    }

    @Override
    public char charAt(int index) {
      if (--left < 0) {
        throw new FhirPathException("a regular expression takes too long");
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}

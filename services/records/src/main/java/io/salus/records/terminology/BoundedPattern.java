package io.salus.records.terminology;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression from a client, which could take exponential time: it may look at so many
 * characters and no more.
 */
final class BoundedPattern {
  private static final int LONGEST = 500;
  private static final int MOST_LOOKS = 5_000_000;

  private final Pattern pattern;
  private int looks;

  private BoundedPattern(Pattern pattern) {
    this.pattern = pattern;
  }

  static BoundedPattern of(String regex) {
    if (regex.length() > LONGEST) {
      throw Refused.tooCostly("A regular expression of the value set is too long.");
    }
    try {
      return new BoundedPattern(Pattern.compile(regex));
    } catch (PatternSyntaxException e) {
      throw new Refused("invalid", "A regular expression of the value set is not valid.");
    }
  }

  boolean matches(String text) {
    try {
      return pattern.matcher(new Watched(text)).matches();
    } catch (StackOverflowError e) {
      throw Refused.tooCostly("A regular expression of the value set takes too long.");
    }
  }

  /** A text that counts how often it is looked at. */
  private final class Watched implements CharSequence {
    private final CharSequence text;

    Watched(CharSequence text) {
      this.text = text;
    }

    @Override
    public char charAt(int index) {
      if (++looks > MOST_LOOKS) {
        throw Refused.tooCostly("A regular expression of the value set takes too long.");
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new Watched(text.subSequence(start, end));
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}

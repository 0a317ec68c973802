package io.salus.records.index;

import java.text.Normalizer;
import java.util.Locale;

/** The form in which strings are indexed and searched. */
public final class SearchText {
  /** Index entries are small; searches go by the start of a string. */
  private static final int LONGEST = 256;

  private SearchText() {}

  /**
   * Case folded, without accents, white space collapsed and trimmed, cut to 256 characters. The
   * same for what is stored and what is searched.
   */
  public static String normalise(String text) {
    String start = cut(text, 4 * LONGEST);
    String folded = isAscii(start) ? start.toLowerCase(Locale.ROOT) : fold(start);
    return cut(collapse(folded), LONGEST);
  }

  /** Never in the middle of a character. */
  private static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
  }

  /** Upper case first, so that the sharp s becomes ss. */
  private static String fold(String text) {
    String decomposed = Normalizer.normalize(text, Normalizer.Form.NFKD);
    StringBuilder plain = new StringBuilder(decomposed.length());
    decomposed.codePoints().filter(SearchText::isNoMark).forEach(plain::appendCodePoint);
    return plain.toString().toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
  }

  private static boolean isNoMark(int codePoint) {
    int type = Character.getType(codePoint);
    return type != Character.NON_SPACING_MARK
        && type != Character.COMBINING_SPACING_MARK
        && type != Character.ENCLOSING_MARK;
  }

  private static String collapse(String text) {
    StringBuilder collapsed = new StringBuilder(text.length());
    boolean gap = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
        gap = !collapsed.isEmpty();
      } else {
        if (gap) {
          collapsed.append(' ');
          gap = false;
        }
        collapsed.append(c);
      }
    }
    return collapsed.toString();
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 127) {
        return false;
      }
    }
    return true;
  }
}

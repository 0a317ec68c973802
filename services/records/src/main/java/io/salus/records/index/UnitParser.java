package io.salus.records.index;

import java.math.BigDecimal;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads unit codes by the grammar of UCUM (https://ucum.org/ucum, sections 5 to 12), case sensitive
 * as in FHIR. Every method answers null for what is no unit.
 */
final class UnitParser {
  private static final int LONGEST = 128;
  private static final int DEEPEST = 16;
  private static final int GREATEST_EXPONENT = 30;

  private final String text;
  private final Function<String, @Nullable UnitFactor> atoms;
  private int at;
  private int depth;

  private UnitParser(String text, Function<String, @Nullable UnitFactor> atoms) {
    this.text = text;
    this.atoms = atoms;
  }

  /**
   * @param atoms a unit symbol with or without a prefix; null for one that is not known
   */
  static @Nullable UnitFactor parse(String text, Function<String, @Nullable UnitFactor> atoms) {
    if (text.isEmpty() || text.length() > LONGEST) {
      return null;
    }
    UnitParser parser = new UnitParser(text, atoms);
    UnitFactor factor = parser.term();
    return factor == null || parser.at < text.length() || factor.isTooLarge() ? null : factor;
  }

  private @Nullable UnitFactor term() {
    boolean inverse = take('/');
    UnitFactor result = component();
    if (result != null && inverse) {
      result = result.isShifted() ? null : result.inverse();
    }
    while (result != null && (peek() == '.' || peek() == '/')) {
      boolean divide = text.charAt(at++) == '/';
      UnitFactor next = component();
      if (next == null || next.isShifted() || result.isShifted()) {
        return null;
      }
      result = result.times(divide ? next.inverse() : next);
      if (result.isTooLarge()) {
        return null;
      }
    }
    return result;
  }

  private @Nullable UnitFactor component() {
    if (peek() == '{') {
      return annotation() ? UnitFactor.ONE : null;
    }
    UnitFactor factor = peek() == '(' ? group() : simple();
    return factor == null || (peek() == '{' && !annotation()) ? null : factor;
  }

  private @Nullable UnitFactor group() {
    if (++depth > DEEPEST) {
      return null;
    }
    at++;
    UnitFactor factor = term();
    depth--;
    return take(')') ? factor : null;
  }

  /** A symbol and its exponent, or a whole number. */
  private @Nullable UnitFactor simple() {
    String symbol = symbol();
    int end = symbol.length();
    while (end > 0 && isDigit(symbol.charAt(end - 1))) {
      end--;
    }
    String digits = symbol.substring(end);
    if (digits.length() > 18) {
      return null;
    }
    if (end == 0) {
      return digits.isEmpty() || new BigDecimal(digits).signum() == 0
          ? null
          : UnitFactor.number(new BigDecimal(digits));
    }
    if (digits.isEmpty()) {
      return atoms.apply(symbol);
    }
    boolean signed = symbol.charAt(end - 1) == '-' || symbol.charAt(end - 1) == '+';
    long exponent = Long.parseLong(digits);
    UnitFactor atom = atoms.apply(symbol.substring(0, signed ? end - 1 : end));
    if (atom == null || exponent > GREATEST_EXPONENT || atom.isShifted()) {
      return null;
    }
    boolean negative = signed && symbol.charAt(end - 1) == '-';
    return atom.power((int) (negative ? -exponent : exponent));
  }

  /** Up to the next operator; what stands in square brackets belongs to a symbol. */
  private String symbol() {
    int start = at;
    while (at < text.length() && "./(){}".indexOf(text.charAt(at)) < 0) {
      if (text.charAt(at) == '[') {
        int close = text.indexOf(']', at);
        at = close < 0 ? text.length() - 1 : close;
      }
      at++;
    }
    return text.substring(start, at);
  }

  private boolean annotation() {
    int close = text.indexOf('}', at);
    at = close + 1;
    return close >= 0;
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private boolean take(char c) {
    boolean there = peek() == c;
    at += there ? 1 : 0;
    return there;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}

package io.salus.records.fhirpath;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Cuts an expression into tokens. */
final class Lexer {
  /** Longest first, so that `!=` is not read as `!`. */
  private static final List<String> SYMBOLS =
      List.of(
          "!=", "!~", "<=", ">=", "=", "~", "<", ">", "|", "&", "+", "-", "*", "/", ".", ",", "(",
          ")", "[", "]", "{", "}");

  private static final Pattern SPACE = Pattern.compile("(?:\\s+|//[^\\n]*|/\\*(?s:.*?)\\*/)+");
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern NUMBER = Pattern.compile("\\d+(?:\\.\\d+)?");
  private static final Pattern TEMPORAL =
      Pattern.compile(
          "@(?:T[0-9:.]+|\\d{4}(?:-\\d\\d(?:-\\d\\d)?)?(?:T(?:[0-9:]+(?:\\.\\d+)?(?:Z|[+-]\\d\\d:\\d\\d)?)?)?)");

  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private Lexer(String text) {
    this.text = text;
  }

  static List<Token> tokens(String text) {
    var lexer = new Lexer(text);
    while (lexer.more()) {
      lexer.tokens.add(lexer.next());
    }
    lexer.tokens.add(new Token(Token.Kind.END, "end", text.length()));
    return lexer.tokens;
  }

  private boolean more() {
    take(SPACE);
    return at < text.length();
  }

  private Token next() {
    int start = at;
    char c = text.charAt(at);
    if (c == '\'' || c == '"') {
      return new Token(Token.Kind.STRING, quoted(c), start);
    }
    if (c == '`') {
      return new Token(Token.Kind.QUOTED_NAME, quoted(c), start);
    }
    if (c == '%' || c == '$') {
      at++;
      char first = at < text.length() ? text.charAt(at) : ' ';
      var name = first == '`' || first == '\'' ? quoted(first) : take(NAME);
      if (name.isEmpty()) {
        throw error(start);
      }
      return new Token(c == '%' ? Token.Kind.CONSTANT : Token.Kind.VARIABLE, c + name, start);
    }
    var temporal = take(TEMPORAL);
    if (!temporal.isEmpty()) {
      return new Token(Token.Kind.TEMPORAL, temporal.substring(1), start);
    }
    var number = take(NUMBER);
    if (!number.isEmpty()) {
      return new Token(Token.Kind.NUMBER, number, start);
    }
    var name = take(NAME);
    if (!name.isEmpty()) {
      return new Token(Token.Kind.NAME, name, start);
    }
    for (var symbol : SYMBOLS) {
      if (text.startsWith(symbol, at)) {
        at += symbol.length();
        return new Token(Token.Kind.SYMBOL, symbol, start);
      }
    }
    throw error(start);
  }

  private String take(Pattern pattern) {
    var matcher = pattern.matcher(text).region(at, text.length());
    if (!matcher.lookingAt()) {
      return "";
    }
    at = matcher.end();
    return matcher.group();
  }

  private String quoted(char quote) {
    int start = at++;
    var result = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == quote) {
        return result.toString();
      }
      result.append(c == '\\' ? escaped(start) : c);
    }
    throw error(start);
  }

  private char escaped(int start) {
    if (at >= text.length()) {
      throw error(start);
    }
    char c = text.charAt(at++);
    return switch (c) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'f' -> '\f';
      case 'u' -> unicode(start);
      case '\'', '"', '`', '\\', '/' -> c;
      default -> throw error(start);
    };
  }

  private char unicode(int start) {
    try {
      at += 4;
      return (char) Integer.parseInt(text.substring(at - 4, at), 16);
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw error(start);
    }
  }

  private static FhirPathException error(int at) {
    return new FhirPathException("no FHIRPath token at position " + (at + 1));
  }
}

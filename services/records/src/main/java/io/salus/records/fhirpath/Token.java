package io.salus.records.fhirpath;

/**
 * @param text without quotes and escapes; of variables with their sign
 * @param at place in the source, from 0
 */
record Token(Kind kind, String text, int at) {
  enum Kind {
    NAME,
    QUOTED_NAME,
    STRING,
    NUMBER,
    TEMPORAL,
    CONSTANT,
    VARIABLE,
    SYMBOL,
    END
  }

  boolean isSymbol(String symbol) {
    return kind == Kind.SYMBOL && text.equals(symbol);
  }

  boolean isName(String name) {
    return kind == Kind.NAME && text.equals(name);
  }
}

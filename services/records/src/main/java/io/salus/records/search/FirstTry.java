package io.salus.records.search;

/**
 * What a statement tries before it looks for all that fits.
 *
 * @param expressions common table expressions, each before a comma; the last is {@code w (rid)}
 * @param enough whether {@code w} is all that is wanted
 * @param partly what its rows say of themselves
 */
record FirstTry(String expressions, String enough, boolean partly) {
  static final FirstTry NONE = new FirstTry("", "", false);

  /** The query of all that is wanted: what was tried, or else the rest. */
  String or(String rest) {
    return expressions.isEmpty()
        ? rest
        : "(select rid, "
            + partly
            + " as partly from w where "
            + enough
            + " order by rid) union all ("
            + rest
            + ")";
  }

  /** The condition of what is only looked at when this was not enough. */
  String failed(String condition) {
    return expressions.isEmpty() ? condition : "not (" + enough + ") and " + condition;
  }
}

package io.salus.records.search;

import java.util.List;

/**
 * A search that has been understood.
 *
 * @param total whether the number of all matches is wanted
 * @param used the parameters that had an effect, for the self link
 * @param ignored names of parameters that had none
 * @param page the signed place to go on from, or empty
 */
record Search(
    String type,
    List<Criterion> criteria,
    List<SortKey> sort,
    List<Include> includes,
    int count,
    boolean total,
    List<QueryString.Parameter> used,
    List<String> ignored,
    String page) {

  /** What a page link is bound to. */
  String identity() {
    StringBuilder text = new StringBuilder(type);
    for (QueryString.Parameter parameter : used) {
      if (!parameter.name().equals("_count")) {
        text.append('&').append(parameter.encoded());
      }
    }
    return text.toString();
  }
}

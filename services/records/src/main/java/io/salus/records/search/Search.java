package io.salus.records.search;

import java.util.List;
import java.util.Set;

/**
 * A search that has been understood.
 *
 * @param path what stands behind the base in links: a type, a compartment, or nothing
 * @param types to search in, which the caller may search
 * @param criteria all of which must hold
 * @param includes forwards, {@code revincludes} backwards
 * @param used the parameters that had an effect, for the self link
 * @param ignored names of parameters that had none
 * @param page the signed place to go on from, or empty
 */
record Search(
    String path,
    List<String> types,
    List<Criterion> criteria,
    List<SortKey> sort,
    List<Include> includes,
    List<Include> revincludes,
    int count,
    Total total,
    List<QueryString.Parameter> used,
    List<String> ignored,
    String page) {

  private static final Set<String> OF_PAGES = Set.of("_count", "_elements", "_summary");

  /** Whether and how the number of all matches is wanted. */
  enum Total {
    NONE,
    ESTIMATE,
    ACCURATE
  }

  /** The same with other criteria in the place of these. */
  Search with(List<Criterion> others) {
    return new Search(
        path, types, others, sort, includes, revincludes, count, total, used, ignored, page);
  }

  /** Whether resources have to be read before they can be put in order. */
  boolean isSortedByBody() {
    return sort.stream().anyMatch(SortKey::isOfBody);
  }

  /** What a page link is bound to: what is found, however much of it a page shows. */
  String identity() {
    StringBuilder text = new StringBuilder(path);
    for (QueryString.Parameter parameter : used) {
      if (!OF_PAGES.contains(parameter.name())) {
        text.append('&').append(parameter.encoded());
      }
    }
    return text.toString();
  }
}

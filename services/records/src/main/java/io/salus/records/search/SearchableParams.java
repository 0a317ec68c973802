package io.salus.records.search;

import io.salus.records.index.SearchParam;
import io.salus.records.index.SearchParams;
import java.util.List;

/** The parameters that a search of a type can use. */
public final class SearchableParams {
  private SearchableParams() {}

  /** In alphabetical order. */
  public static List<SearchParam> of(String type) {
    return SearchParams.of(type);
  }
}

package io.salus.records.search;

import io.salus.records.index.IndexEntries;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.security.Caller;
import java.util.List;

/**
 * A search of one type that is asked of one resource at a time, by what the resource is indexed by,
 * without the database.
 */
public final class ResourceCriteria {
  private static final String ALONE =
      "Criteria look at one resource at a time: chains, _has and value sets are not possible.";

  private final List<Criterion> criteria;

  private ResourceCriteria(List<Criterion> criteria) {
    this.criteria = criteria;
  }

  /** Understands a query string that says nothing about results. */
  public static ResourceCriteria parse(Caller caller, String type, String query) {
    Search search = SearchParser.conditions(caller, type, query, "");
    if (!search.criteria().stream().allMatch(Matching::isOfOneResource)) {
      throw new InvalidInput(ALONE);
    }
    return new ResourceCriteria(search.criteria());
  }

  public int size() {
    return criteria.size();
  }

  /** Whether a resource of the type, indexed, fulfils all of them. */
  public boolean matches(IndexEntries entries) {
    return criteria.stream().allMatch(criterion -> Matching.holds(criterion, entries));
  }
}

package io.salus.records.search;

import io.salus.records.store.SearchStore;
import io.salus.records.store.TenantHash;
import io.salus.service.id.TimeOrderedId;
import io.salus.service.security.Caller;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * Results whose order is too long for a page link. They are kept when a client asks for more than
 * the first page, under an id that only the signed link tells.
 */
final class KeptResults {
  /** A client that reads on for longer than this between two pages searches again. */
  static final Duration KEPT = Duration.ofMinutes(15);

  /** Eight bytes each. */
  static final int MOST_ROWS = 100_000;

  /** Of one tenant; the newest. */
  private static final int MOST_RESULTS = 100;

  private final SearchStore store;
  private final Tuning tuning;

  KeptResults(SearchStore store, Tuning tuning) {
    this.store = store;
    this.tuning = tuning;
  }

  /** What a sorted search finds and its first page has not shown, in order. */
  Uni<Cursor.Kept> keep(Caller caller, TenantHash hash, Search search, Cursor.Others others) {
    Sql sql = new Sql(caller.tenant());
    UUID id = TimeOrderedId.next();
    String statement =
        "with "
            + new MatchStatement(sql, hash, tuning, search, MOST_ROWS + 1, others).matches()
            + " select search_keep($1, "
            + sql.uuid(id)
            + ", array(select rid from m limit "
            + (MOST_ROWS + 1)
            + "), "
            + MOST_RESULTS
            + ")";
    return store
        .count(statement, sql.arguments())
        .map(size -> new Cursor.Kept(id, 0, size.intValue()));
  }

  /** A result that has been put in order already. */
  Uni<Cursor.Kept> keep(Caller caller, List<Long> rids) {
    UUID id = TimeOrderedId.next();
    return store
        .keep(caller.tenant(), id, rids, MOST_RESULTS)
        .map(size -> new Cursor.Kept(id, 0, size));
  }
}

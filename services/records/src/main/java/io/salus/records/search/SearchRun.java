package io.salus.records.search;

import io.salus.records.index.TenantParams;
import io.salus.records.store.FoundPage;
import io.salus.records.store.FoundResource;
import io.salus.records.store.HeavyWork;
import io.salus.records.store.SearchStore;
import io.salus.records.store.TenantHash;
import io.salus.service.errors.AppException.TooCostly;
import io.salus.service.security.Caller;
import io.smallrye.mutiny.Uni;
import java.util.List;

/**
 * One page of one search. The first page of a sorted result tells the next ones what it found, or,
 * when that is too much for a link, what it showed: then the second page has all others put in
 * order and kept. So each page shows what no other does, whatever is written in between.
 */
final class SearchRun {
  /** Resources that are read to be put in order. */
  private static final int MOST_READ = 10_000;

  private static final int READ_AT_ONCE = 1_000;

  /** Matches that an estimate counts before it guesses. */
  private static final int COUNTED = 1_000;

  private final SearchStore store;
  private final Tuning tuning;
  private final HeavyWork heavyWork;
  private final KeptResults kept;
  private final Caller caller;
  private final TenantHash hash;
  private final Search search;

  SearchRun(
      SearchStore store,
      Tuning tuning,
      HeavyWork heavyWork,
      Caller caller,
      TenantHash hash,
      Search search) {
    this.store = store;
    this.tuning = tuning;
    this.heavyWork = heavyWork;
    this.kept = new KeptResults(store, tuning);
    this.caller = caller;
    this.hash = hash;
    this.search = search;
  }

  Uni<Page> page() {
    if (search.count() == 0) {
      return total().map(total -> new Page(List.of(), total, null, false));
    }
    Bookmark from =
        search.page().isEmpty()
            ? Bookmark.START
            : PageLink.read(hash, search.identity(), caller.patient(), search.page());
    return switch (from.cursor()) {
      case Cursor.Start start when search.isSortedByBody() -> readAndSorted();
      case Cursor.Start start -> matched(from);
      case Cursor.AfterRow after -> matched(from);
      case Cursor.Listed listed -> listed(from, listed.rids());
      case Cursor.Others others ->
          kept.keep(caller, hash, search, others).flatMap(result -> kept(from, result));
      case Cursor.Kept result -> kept(from, result);
    };
  }

  private Uni<Long> total() {
    Sql sql = new Sql(caller.tenant());
    MatchStatement matches = matches(sql, new Cursor.Start());
    String counts = counts(matches, search.total() == Search.Total.ESTIMATE);
    return store.count(counts, sql.arguments()).map(count -> told(matches, count));
  }

  private MatchStatement matches(Sql sql, Cursor cursor) {
    return new MatchStatement(sql, hash, tuning, search, search.count() + 1, cursor);
  }

  private static String counts(MatchStatement matches, boolean estimated) {
    return estimated ? matches.totalUpTo(COUNTED) : matches.total();
  }

  /** Exact as far as it was counted. */
  private long told(MatchStatement matches, long count) {
    return search.total() == Search.Total.ESTIMATE && count > COUNTED
        ? Math.max(count, matches.roughly())
        : count;
  }

  /** A page whose matches are looked for. */
  private Uni<Page> matched(Bookmark from) {
    Sql sql = new Sql(caller.tenant());
    MatchStatement matches = matches(sql, from.cursor());
    boolean first = from.cursor() instanceof Cursor.Start;
    String counts =
        switch (search.total()) {
          case NONE -> null;
          case ESTIMATE -> first ? counts(matches, true) : null;
          case ACCURATE -> first ? counts(matches, false) : null;
        };
    String statement = PageStatement.write(sql, caller, hash, search, matches, counts);
    return store
        .page(statement, sql.arguments())
        .flatMap(
            found -> {
              Bookmark told =
                  counts == null ? from : new Bookmark(from.cursor(), told(matches, found));
              return next(from.cursor(), found)
                  .map(next -> page(found.resources(), told.at(next), false));
            });
  }

  /** Nothing at all is told by no row. */
  private long told(MatchStatement matches, FoundPage found) {
    Long counted = found.total();
    return counted == null ? 0 : told(matches, counted);
  }

  /** Start stands for no further page. */
  private Uni<Cursor> next(Cursor from, FoundPage found) {
    List<Long> rest = found.rest();
    Cursor next;
    if (rest.isEmpty()) {
      next = new Cursor.Start();
    } else if (search.sort().isEmpty()) {
      next =
          switch (from) {
            case Cursor.AfterRow(long rid, long newest, List<Long> shown) ->
                new Cursor.AfterRow(found.lastRid(), newest, shown);
            default ->
                found.shown().isEmpty()
                    ? new Cursor.AfterRow(found.lastRid(), found.newest(), List.of())
                    : new Cursor.AfterRow(0, found.newest(), found.shown());
          };
    } else if (!found.partly() && rest.size() <= PageLink.MOST_ROWS) {
      next = new Cursor.Listed(rest);
    } else {
      Cursor.Others others = new Cursor.Others(found.shown(), found.newest());
      if (found.shown().size() > PageLink.MOST_ROWS) {
        return kept.keep(caller, hash, search, others).map(result -> result);
      }
      next = others;
    }
    return Uni.createFrom().item(next);
  }

  private Page page(List<FoundResource> resources, Bookmark next, boolean cut) {
    String link =
        next.cursor() instanceof Cursor.Start
            ? null
            : PageLink.write(hash, search.identity(), caller.patient(), next);
    return new Page(resources, next.total(), link, cut);
  }

  private Uni<Page> listed(Bookmark from, List<Long> rids) {
    Sql sql = new Sql(caller.tenant());
    int shown = Math.min(search.count(), rids.size());
    String statement = PageStatement.write(sql, caller, hash, search, rids.subList(0, shown));
    Cursor next =
        shown == rids.size()
            ? new Cursor.Start()
            : new Cursor.Listed(rids.subList(shown, rids.size()));
    return store
        .page(statement, sql.arguments())
        .map(found -> page(found.resources(), from.at(next), false));
  }

  private Uni<Page> kept(Bookmark from, Cursor.Kept result) {
    Sql sql = new Sql(caller.tenant());
    String statement = PageStatement.write(sql, caller, hash, search, result);
    int end = result.offset() + search.count();
    int last = Math.min(result.size(), KeptResults.MOST_ROWS);
    Cursor next =
        end < last ? new Cursor.Kept(result.id(), end, result.size()) : new Cursor.Start();
    boolean cut = end >= last && result.size() > last;
    return store
        .page(statement, sql.arguments())
        .map(found -> page(found.resources(), from.at(next), cut));
  }

  /** All that is found is read and put in order, once for all pages. */
  private Uni<Page> readAndSorted() {
    Sql sql = new Sql(caller.tenant());
    return store
        .rids(matches(sql, new Cursor.Start()).all(MOST_READ + 1), sql.arguments())
        .flatMap(
            rids -> {
              if (rids.size() > MOST_READ) {
                throw new TooCostly(
                    "More than 10,000 resources would have to be read to be sorted so; ask for"
                        + " something narrower.");
              }
              BodyOrder order = new BodyOrder(search.sort(), TenantParams.of(caller.tenant()));
              return read(order, rids, 0);
            })
        .flatMap(
            order -> {
              List<Long> rids = order.rids();
              Bookmark from =
                  search.total() == Search.Total.NONE
                      ? Bookmark.START
                      : new Bookmark(new Cursor.Start(), (long) rids.size());
              return rids.size() <= search.count() + PageLink.MOST_ROWS
                  ? listed(from, rids)
                  : kept.keep(caller, rids).flatMap(result -> kept(from, result));
            });
  }

  private Uni<BodyOrder> read(BodyOrder order, List<Long> rids, int from) {
    if (from >= rids.size()) {
      return Uni.createFrom().item(order);
    }
    int to = Math.min(rids.size(), from + READ_AT_ONCE);
    return store
        .bodies(caller.tenant(), rids.subList(from, to))
        .flatMap(
            versions ->
                heavyWork.compute(
                    () -> {
                      versions.forEach(order::add);
                      return order;
                    }))
        .flatMap(more -> read(more, rids, to));
  }
}

package io.salus.records.search;

import io.salus.records.store.FoundPage;
import io.salus.records.store.HeavyWork;
import io.salus.records.store.SearchStore;
import io.salus.records.store.TenantHash;
import io.salus.records.store.TenantHashes;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.security.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The search interaction. */
@ApplicationScoped
public class Searches {
  /** Unpacking so many resources still takes less than a millisecond. */
  private static final int FEW = 50;

  private final SearchStore store;
  private final TenantHashes hashes;
  private final CodeSets codeSets;
  private final Tuning tuning;
  private final HeavyWork heavyWork;

  @Inject
  Searches(
      SearchStore store,
      TenantHashes hashes,
      CodeSets codeSets,
      Frequencies frequencies,
      HeavyWork heavyWork) {
    this(store, hashes, codeSets, Tuning.of(frequencies), heavyWork);
  }

  Searches(
      SearchStore store,
      TenantHashes hashes,
      CodeSets codeSets,
      Tuning tuning,
      HeavyWork heavyWork) {
    this.store = store;
    this.hashes = hashes;
    this.codeSets = codeSets;
    this.tuning = tuning;
    this.heavyWork = heavyWork;
  }

  /**
   * A searchset Bundle of one type.
   *
   * @param strict whether an unknown parameter is an error instead of a warning
   */
  public Uni<byte[]> search(
      Caller caller, String type, String query, String baseUrl, boolean strict) {
    return search(caller, type, "", query, baseUrl, strict);
  }

  /**
   * A searchset Bundle of what an address names.
   *
   * @param type a resource type, empty for all, {@code *} for all of a compartment
   * @param compartment {@code Type/id}, or empty
   */
  public Uni<byte[]> search(
      Caller caller,
      String type,
      String compartment,
      String query,
      String baseUrl,
      boolean strict) {
    return search(caller, Scopes.of(caller, type, compartment, query), query, baseUrl, strict);
  }

  Uni<byte[]> search(Caller caller, Scope scope, String query, String baseUrl, boolean strict) {
    Search search = parse(caller, scope, query, baseUrl, strict);
    tuning.shares().refresh();
    return codeSets
        .resolve(caller, search.criteria())
        .map(search::with)
        .flatMap(
            resolved ->
                hashes.of(caller.tenant()).flatMap(hash -> run(caller, hash, resolved, baseUrl)));
  }

  private static Search parse(
      Caller caller, Scope scope, String query, String baseUrl, boolean strict) {
    Search search = SearchParser.parse(caller, scope, query, baseUrl);
    if (strict && !search.ignored().isEmpty()) {
      throw new InvalidInput(
          "The search parameter is not supported.", Names.plain(search.ignored().getFirst()));
    }
    return search;
  }

  private Uni<byte[]> run(Caller caller, TenantHash hash, Search search, String baseUrl) {
    if (search.count() == 0) {
      return total(caller, hash, search)
          .map(n -> SearchBundle.write(search, baseUrl, List.of(), n, null));
    }
    Cursor cursor =
        search.page().isEmpty()
            ? new Cursor.Start()
            : PageLink.read(hash, search.identity(), caller.patient(), search.page());
    Uni<FoundPage> page = page(caller, hash, search, cursor);
    if (search.total() == Search.Total.NONE) {
      return page.flatMap(found -> print(caller, hash, search, baseUrl, null, cursor, found));
    }
    return total(caller, hash, search)
        .flatMap(
            total ->
                page.flatMap(found -> print(caller, hash, search, baseUrl, total, cursor, found)));
  }

  private Uni<Long> total(Caller caller, TenantHash hash, Search search) {
    Sql sql = new Sql(caller.tenant());
    MatchStatement matches =
        new MatchStatement(
            sql,
            hash,
            tuning,
            new Lowering(hash).rows(search.types(), search.criteria()),
            List.of(),
            0,
            new Cursor.Start());
    return store.count(matches.total(), sql.arguments());
  }

  private Uni<FoundPage> page(Caller caller, TenantHash hash, Search search, Cursor cursor) {
    Sql sql = new Sql(caller.tenant());
    String statement =
        cursor instanceof Cursor.Listed listed
            ? PageStatement.write(sql, caller, hash, search, listed.rids())
            : PageStatement.write(sql, caller, hash, tuning, search, cursor);
    return store.page(statement, sql.arguments());
  }

  private Uni<byte[]> print(
      Caller caller,
      TenantHash hash,
      Search search,
      String baseUrl,
      @Nullable Long total,
      Cursor cursor,
      FoundPage found) {
    Cursor next = next(search, cursor, found);
    String link =
        next == null ? null : PageLink.write(hash, search.identity(), caller.patient(), next);
    return found.resources().size() <= FEW
        ? Uni.createFrom()
            .item(() -> SearchBundle.write(search, baseUrl, found.resources(), total, link))
        : heavyWork.compute(
            () -> SearchBundle.write(search, baseUrl, found.resources(), total, link));
  }

  private static @Nullable Cursor next(Search search, Cursor cursor, FoundPage found) {
    if (cursor instanceof Cursor.Listed listed) {
      if (!found.rest().isEmpty()) {
        return new Cursor.Listed(found.rest(), listed.offset());
      }
      return listed.offset() > 0 ? new Cursor.Behind(listed.offset()) : null;
    }
    if (found.rest().isEmpty()) {
      return null;
    }
    if (search.sort().isEmpty()) {
      return new Cursor.AfterRow(found.lastRid());
    }
    if (found.walked()) {
      return new Cursor.AfterKey(found.lastKey(), found.lastRid());
    }
    int before = cursor instanceof Cursor.Behind behind ? behind.offset() : 0;
    boolean more = found.rest().size() > PageLink.MOST_ROWS;
    List<Long> kept = more ? found.rest().subList(0, PageLink.MOST_ROWS) : found.rest();
    return new Cursor.Listed(kept, more ? before + search.count() + kept.size() : 0);
  }
}

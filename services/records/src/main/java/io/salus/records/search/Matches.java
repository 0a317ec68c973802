package io.salus.records.search;

import io.salus.records.store.SearchStore;
import io.salus.records.store.TenantHash;
import io.salus.records.store.TenantHashes;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.security.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All resources of a type that fulfil criteria, by their numbers: for jobs, page after page. */
@ApplicationScoped
public class Matches {
  /** What is about a page or its printing, and not about which resources match. */
  private static final Set<String> OF_PAGES =
      Set.of("_format", "_pretty", "_elements", "_summary", "_count", "_total", "_page", "_sort");

  private final SearchStore store;
  private final TenantHashes hashes;
  private final CodeSets codeSets;
  private final Tuning tuning;

  Matches(SearchStore store, TenantHashes hashes, CodeSets codeSets, Frequencies frequencies) {
    this.store = store;
    this.hashes = hashes;
    this.codeSets = codeSets;
    this.tuning = Tuning.of(frequencies);
  }

  /**
   * Criteria as of a query string. Throws InvalidInput for whatever is no criterion, and Forbidden
   * for a type that the caller may not search.
   */
  public record Filter(String type, String query, String baseUrl) {
    /** Checks it without running it. */
    public void check(Caller caller) {
      parse(caller);
    }

    private Search parse(Caller caller) {
      for (QueryString.Parameter parameter : QueryString.parse(query)) {
        if (OF_PAGES.contains(parameter.name())) {
          throw new InvalidInput("The parameter is no criterion.", Names.plain(parameter.name()));
        }
      }
      Search search =
          SearchParser.parse(caller, Scopes.of(caller, type, "", query), query, baseUrl);
      if (!search.ignored().isEmpty()) {
        throw new InvalidInput(
            "The search parameter is not supported.", Names.plain(search.ignored().getFirst()));
      }
      if (!search.includes().isEmpty() || !search.revincludes().isEmpty()) {
        throw new InvalidInput("A filter includes nothing.", "_include");
      }
      return search;
    }
  }

  /**
   * Numbers behind {@code after}, ascending.
   *
   * @param since microseconds since 1970; what was last updated before is left out
   * @param patients whose compartments, or null for everybody's
   */
  public Uni<List<Long>> page(
      Caller caller,
      Filter filter,
      long since,
      @Nullable Collection<String> patients,
      long after,
      int limit) {
    Search search = filter.parse(caller);
    tuning.shares().refresh();
    return codeSets
        .resolve(caller, search.criteria())
        .map(search::with)
        .flatMap(
            resolved ->
                hashes
                    .of(caller.tenant())
                    .flatMap(hash -> page(caller, hash, resolved, since, patients, after, limit)));
  }

  private Uni<List<Long>> page(
      Caller caller,
      TenantHash hash,
      Search search,
      long since,
      @Nullable Collection<String> patients,
      long after,
      int limit) {
    Sql sql = new Sql(caller.tenant());
    Sources sources = new Sources(sql, new Predicates(sql), new Estimate(tuning.shares()));
    StringBuilder more =
        new StringBuilder(" and x.tenant = $1 and x.rid > ").append(sql.number(after));
    if (since > 0) {
      more.append(" and x.updated >= ").append(sql.number(since));
    }
    if (patients != null) {
      List<Long> compartments = patients.stream().map(hash::patient).toList();
      more.append(" and x.tokens && ").append(sql.numbers(compartments));
    }
    Clause.Rows rows = new Lowering(hash).rows(search.types(), search.criteria());
    String statement =
        "select c.rid from ("
            + sources.select("x.rid", rows, "x", more.toString())
            + ") c order by c.rid limit "
            + limit;
    return store.numbers(statement, sql.arguments());
  }
}

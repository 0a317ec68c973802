package io.salus.records.search;

import io.salus.records.store.HeavyWork;
import io.salus.records.store.SearchStore;
import io.salus.records.store.TenantHash;
import io.salus.records.store.TenantHashes;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.security.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

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
    return new SearchRun(store, tuning, heavyWork, caller, hash, search)
        .page()
        .flatMap(page -> print(search, baseUrl, page));
  }

  private Uni<byte[]> print(Search search, String baseUrl, Page page) {
    return page.resources().size() <= FEW
        ? Uni.createFrom().item(() -> SearchBundle.write(search, baseUrl, page))
        : heavyWork.compute(() -> SearchBundle.write(search, baseUrl, page));
  }
}

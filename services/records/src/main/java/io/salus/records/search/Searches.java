package io.salus.records.search;

import io.salus.records.store.FoundResource;
import io.salus.records.store.HeavyWork;
import io.salus.records.store.ResourceStore;
import io.salus.records.store.TenantHash;
import io.salus.records.store.TenantHashes;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.security.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The search interaction. */
@ApplicationScoped
public class Searches {
  /** Unpacking so many resources still takes less than a millisecond. */
  private static final int FEW = 50;

  private final ResourceStore store;
  private final TenantHashes hashes;
  private final HeavyWork heavyWork;

  Searches(ResourceStore store, TenantHashes hashes, HeavyWork heavyWork) {
    this.store = store;
    this.hashes = hashes;
    this.heavyWork = heavyWork;
  }

  /**
   * A searchset Bundle.
   *
   * @param strict whether an unknown parameter is an error instead of a warning
   */
  public Uni<byte[]> search(
      Caller caller, String type, String query, String baseUrl, boolean strict) {
    return hashes
        .of(caller.tenant())
        .flatMap(hash -> run(caller, hash, parse(caller, hash, type, query, strict), baseUrl));
  }

  private static Search parse(
      Caller caller, TenantHash hash, String type, String query, boolean strict) {
    Search search = SearchParser.parse(caller, hash, type, query);
    if (strict && !search.ignored().isEmpty()) {
      throw new InvalidInput(
          "The search parameter is not supported.", Names.plain(search.ignored().getFirst()));
    }
    return search;
  }

  private Uni<byte[]> run(Caller caller, TenantHash hash, Search search, String baseUrl) {
    Uni<@Nullable Long> total = Uni.createFrom().nullItem();
    if (search.total() || search.count() == 0) {
      Statement statement = SearchStatement.total(search, hash);
      total = store.count(caller, statement.sql(), statement.texts()).map(n -> n);
    }
    if (search.count() == 0) {
      return total.map(n -> SearchBundle.write(search, baseUrl, List.of(), n, null));
    }
    List<String> after =
        search.page().isEmpty()
            ? List.of()
            : PageLink.read(
                hash, search.identity(), caller.patient(), search.page(), search.sort().size() + 1);
    Statement statement = SearchStatement.page(search, hash, caller.patient(), after);
    return total.flatMap(
        n ->
            store
                .search(caller, statement.sql(), statement.texts())
                .flatMap(found -> print(caller, hash, search, baseUrl, n, found)));
  }

  private Uni<byte[]> print(
      Caller caller,
      TenantHash hash,
      Search search,
      String baseUrl,
      @Nullable Long total,
      List<FoundResource> found) {
    long matches = found.stream().filter(row -> !row.included()).count();
    List<FoundResource> shown = found;
    String next = null;
    if (matches > search.count()) {
      FoundResource last = found.get(search.count() - 1);
      next = PageLink.write(hash, search.identity(), caller.patient(), last.cursor());
      shown = new java.util.ArrayList<>(found);
      shown.remove(search.count());
    }
    List<FoundResource> page = shown;
    String link = next;
    return page.size() <= FEW
        ? Uni.createFrom().item(SearchBundle.write(search, baseUrl, page, total, link))
        : heavyWork.compute(() -> SearchBundle.write(search, baseUrl, page, total, link));
  }
}

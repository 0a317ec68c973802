package io.salus.records.transaction;

import io.salus.records.definition.R4;
import io.salus.records.search.Searches;
import io.salus.records.store.ResourceId;
import io.salus.records.store.ResourceStore;
import io.salus.records.store.StoredVersion;
import io.salus.service.errors.AppException;
import io.salus.service.errors.AppException.Gone;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.security.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** GET entries: read, vread and search. They are answered after the Bundle's writes. */
@ApplicationScoped
class EntryReads {
  private final ResourceStore store;
  private final Searches searches;

  EntryReads(ResourceStore store, Searches searches) {
    this.store = store;
    this.searches = searches;
  }

  /** What adds the entry's answer; what is wrong is part of the answer. */
  Uni<Consumer<BundleAnswer>> read(Caller caller, Item.Read item, String baseUrl, int index) {
    return Uni.createFrom()
        .deferred(() -> read(caller, item, baseUrl))
        .onFailure(AppException.class)
        .recoverWithItem(
            e -> answer -> answer.add(EntryParser.placed(e, "Bundle.entry[" + index + "]")));
  }

  private Uni<Consumer<BundleAnswer>> read(Caller caller, Item.Read item, String baseUrl) {
    String[] parts = item.path().split("/", -1);
    if (!R4.isResourceType(parts[0])) {
      throw new NotFound("There is no resource type of this name.");
    }
    if (parts.length == 1) {
      caller.requireFhir(parts[0], 's');
      return searches
          .search(caller, parts[0], item.query(), baseUrl, false)
          .map(bundle -> answer -> answer.add(bundle, null));
    }
    caller.requireFhir(parts[0], 'r');
    if (!ResourceId.isId(parts[1])) {
      throw new NotFound("There is no such resource.");
    }
    if (parts.length == 2) {
      return store.read(caller, parts[0], parts[1]).map(found -> answer(found.orElse(null)));
    }
    if (parts.length == 4 && parts[2].equals("_history") && parts[3].matches("\\d{1,9}")) {
      int version = Integer.parseInt(parts[3]);
      return store
          .versions(caller, parts[0], parts[1], version, version, 1)
          .map(found -> answer(found.isEmpty() ? null : found.getFirst()));
    }
    throw new InvalidInput("GET entries are Type?search, Type/id or Type/id/_history/version.");
  }

  private static Consumer<BundleAnswer> answer(@Nullable StoredVersion found) {
    if (found == null) {
      throw new NotFound("There is no such resource.");
    }
    if (found.deleted()) {
      throw new Gone("The resource was deleted.");
    }
    return answer -> answer.add(found.json(), found);
  }
}

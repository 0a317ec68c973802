package io.salus.records.view;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.store.Condition;
import io.salus.records.store.Json;
import io.salus.records.store.ResourceStore;
import io.salus.records.store.TenantHash;
import io.salus.records.store.TenantHashes;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.errors.AppException.PreconditionFailed;
import io.salus.service.security.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/**
 * ViewDefinitions that are stored. They say nothing of patients, so a patient's token that may read
 * them reads those of the tenant.
 */
@ApplicationScoped
class StoredViews {
  private static final String TYPE = ViewDefinitionRule.TYPE;

  private final ResourceStore store;
  private final TenantHashes hashes;

  StoredViews(ResourceStore store, TenantHashes hashes) {
    this.store = store;
    this.hashes = hashes;
  }

  /**
   * @param reference `ViewDefinition/id`, the same below the server's address, or a canonical URL
   *     with or without a version
   */
  Uni<ObjectNode> require(Caller caller, String reference, String baseUrl) {
    caller.requireFhir(TYPE, 'r');
    var all = new Caller(caller.tenant(), caller.subject(), caller.scopes(), null, null);
    var local =
        reference.startsWith(baseUrl + "/") ? reference.substring(baseUrl.length() + 1) : reference;
    return local.startsWith(TYPE + "/")
        ? read(all, local.substring(TYPE.length() + 1))
        : hashes
            .of(caller.tenant())
            .flatMap(hash -> store.resolve(all, List.of(canonical(hash, local))))
            .flatMap(found -> read(all, only(found.getFirst())));
  }

  private Uni<ObjectNode> read(Caller caller, String id) {
    return store
        .read(caller, TYPE, id)
        .map(
            found ->
                found
                    .filter(version -> !version.deleted())
                    .map(version -> Json.parse(version.json()))
                    .orElseThrow(StoredViews::missing));
  }

  private static Condition canonical(TenantHash hash, String canonical) {
    int bar = canonical.lastIndexOf('|');
    var tokens = new ArrayList<Long>();
    tokens.add(hash.code(TYPE, "url", bar < 0 ? canonical : canonical.substring(0, bar)));
    if (bar >= 0) {
      tokens.add(hash.code(TYPE, "version", canonical.substring(bar + 1)));
    }
    return new Condition(TYPE, tokens);
  }

  private static String only(List<String> ids) {
    if (ids.isEmpty()) {
      throw missing();
    }
    if (ids.size() > 1) {
      throw new PreconditionFailed("Several views have this address; name the version too.");
    }
    return ids.getFirst();
  }

  private static NotFound missing() {
    return new NotFound("There is no such ViewDefinition.");
  }
}

package io.salus.records.terminology;

import io.salus.records.store.FoundResource;
import io.salus.records.store.ResourceStore;
import io.salus.records.store.StoredVersion;
import io.salus.records.store.TenantHash;
import io.salus.records.store.TenantHashes;
import io.salus.service.security.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Definitions (value sets, code systems, profiles) that a tenant has stored, by canonical url. The
 * index is asked each time, which takes a millisecond: so what is kept in memory under id and
 * version is never out of date, however many replicas write.
 */
@ApplicationScoped
public class StoredDefinitions {
  /** Resources that share a url; the latest counts. */
  private static final int MOST_OF_A_URL = 1;

  private final ResourceStore store;
  private final TenantHashes hashes;

  StoredDefinitions(ResourceStore store, TenantHashes hashes) {
    this.store = store;
    this.hashes = hashes;
  }

  /**
   * The definition of a url, without its body: the one that was written last when there are
   * several. Empty for a patient's token, whose compartment holds none.
   *
   * @param canonical {@code url} or {@code url|version}
   */
  public Uni<Optional<StoredVersion>> find(Caller caller, String type, String canonical) {
    return find(caller, type, Canonical.parse(canonical));
  }

  Uni<Optional<StoredVersion>> find(Caller caller, String type, Canonical canonical) {
    if (caller.patient() != null) {
      return Uni.createFrom().item(Optional.empty());
    }
    return hashes
        .of(caller.tenant())
        .flatMap(hash -> store.search(caller, query(hash, type, canonical), List.of()))
        .map(found -> found.stream().map(FoundResource::resource).findFirst());
  }

  /** What {@link #find} found, as JSON; empty when it was deleted meanwhile. */
  public Uni<Optional<byte[]>> body(Caller caller, StoredVersion found) {
    return store
        .versions(caller, found.type(), found.id(), found.version(), found.version(), 1)
        .map(
            versions ->
                versions.stream()
                    .filter(version -> !version.deleted())
                    .map(StoredVersion::json)
                    .findFirst());
  }

  /**
   * A number that changes whenever the tenant writes or deletes a definition of these types; 0 when
   * it has none.
   */
  public Uni<Long> fingerprint(Caller caller, List<String> types) {
    return hashes
        .of(caller.tenant())
        .flatMap(
            hash -> {
              String kinds =
                  types.stream()
                      .map(type -> String.valueOf(hash.kind(type)))
                      .collect(Collectors.joining(","));
              return store.count(
                  caller,
                  "select coalesce(bit_xor(hashint8extended(x.rid, x.updated)), 0)"
                      + " from resource_index x where x.tenant = $1 and x.kind = any ('{"
                      + kinds
                      + "}'::bigint[])",
                  List.of());
            });
  }

  private static String query(TenantHash hash, String type, Canonical canonical) {
    String tokens = hash.code(type, "url", canonical.url()) + "";
    String version = canonical.version();
    if (version != null) {
      tokens += "," + hash.code(type, "version", version);
    }
    return "select false, r.type, r.id, r.version, r.last_updated, null::bytea, null::text[]"
        + " from resource_index x join resource r on r.rid = x.rid"
        + " where r.tenant = $1 and r.body is not null and x.kind = "
        + hash.kind(type)
        + " and x.tokens @> '{"
        + tokens
        + "}'::bigint[] order by x.updated desc, x.rid desc limit "
        + MOST_OF_A_URL;
  }
}

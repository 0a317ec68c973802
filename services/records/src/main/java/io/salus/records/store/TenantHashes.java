package io.salus.records.store;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The hash of each tenant. Its salt is made when the tenant is first seen, and never changes. */
@ApplicationScoped
public class TenantHashes {
  private final Postgres postgres;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, TenantHash> known = new ConcurrentHashMap<>();

  TenantHashes(Postgres postgres) {
    this.postgres = postgres;
  }

  /** The hash of a tenant. */
  public Uni<TenantHash> of(String tenant) {
    TenantHash hash = known.get(tenant);
    return hash != null ? Uni.createFrom().item(hash) : load(tenant);
  }

  private Uni<TenantHash> load(String tenant) {
    byte[] proposed = new byte[32];
    random.nextBytes(proposed);
    return postgres
        .fast("select salt_of($1, $2)", Tuple.of(tenant, Buffer.buffer(proposed)))
        .map(rows -> TenantHash.salted(rows.iterator().next().getBuffer(0).getBytes()))
        .invoke(hash -> known.put(tenant, hash));
  }
}

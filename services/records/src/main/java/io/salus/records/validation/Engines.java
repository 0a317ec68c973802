package io.salus.records.validation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import io.salus.records.terminology.StoredCodes;
import io.salus.records.terminology.StoredDefinitions;
import io.salus.service.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The engines in memory. None is there until somebody validates, and none stays when nobody does.
 * Tenants without definitions of their own share one.
 */
@ApplicationScoped
class Engines {
  private static final List<String> DEFINITIONS =
      List.of("StructureDefinition", "ValueSet", "CodeSystem");
  private static final long NONE = 0;

  /**
   * @param tenant empty for the engine that knows R4 alone
   * @param fingerprint of what the tenant had stored when the engine was made
   */
  private record Key(String tenant, long fingerprint) {}

  private final StoredDefinitions stored;
  private final StoredCodes codes;
  private final Cache<Key, Engine> engines;

  Engines(StoredDefinitions stored, StoredCodes codes, FullValidationConfig config) {
    this.stored = stored;
    this.codes = codes;
    this.engines =
        Caffeine.newBuilder()
            .maximumSize(config.engines())
            .expireAfterAccess(config.idle())
            .scheduler(Scheduler.systemScheduler())
            .executor(Runnable::run)
            .removalListener(
                (@Nullable Key key, @Nullable Engine engine, RemovalCause cause) -> close(engine))
            .build();
  }

  /** The engine for a tenant as it is now. Takes seconds when there is none; not on event loops. */
  Engine of(Caller caller) {
    Caller tenant =
        new Caller(caller.tenant(), "validation", Set.of("system/*.rs"), null, caller.service());
    long fingerprint = stored.fingerprint(tenant, DEFINITIONS).await().indefinitely();
    if (fingerprint == NONE) {
      return engines.get(new Key("", NONE), key -> Engine.ofStandard());
    }
    Key key = new Key(caller.tenant(), fingerprint);
    engines.asMap().keySet().removeIf(old -> old.tenant().equals(key.tenant()) && !old.equals(key));
    return engines.get(
        key, missing -> Engine.ofTenant(new TenantSupport.Source(tenant, stored, codes)));
  }

  private void close(@Nullable Engine engine) {
    if (engine != null) {
      engine.close();
    }
    if (engines.asMap().isEmpty()) {
      Engine.dropDefinitions();
    }
  }
}

package io.salus.records.store;

import io.salus.service.security.Caller;
import io.salus.testkit.TestDatabase;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Set;

/** The store on a database of its own, without Quarkus around it. */
public final class StoreFixture implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final TestDatabase database = TestDatabase.create("records");
  private final Postgres postgres;
  private final TenantHashes hashes;
  private final ResourceStore resources;

  public StoreFixture() {
    StoreConfig config =
        new SmallRyeConfigBuilder()
            .withMapping(StoreConfig.class)
            .build()
            .getConfigMapping(StoreConfig.class);
    postgres = new Postgres(vertx, config, database.reactiveUrl(), database.appRole(), "test-only");
    hashes = new TenantHashes(postgres);
    resources =
        new ResourceStore(
            postgres, new GatheredReads(vertx, postgres, config), hashes, new KnownConcepts());
  }

  public static Caller caller(String tenant) {
    return new Caller(tenant, "tester", Set.of("system/*.cruds"), null, null);
  }

  public TestDatabase database() {
    return database;
  }

  public TenantHash hash(String tenant) {
    return hashes.of(tenant).await().indefinitely();
  }

  public TenantHashes hashes() {
    return hashes;
  }

  public SearchStore searches() {
    return new SearchStore(postgres);
  }

  public HeavyWork heavyWork() {
    return new HeavyWork();
  }

  /** Writes them and fails when they are refused. */
  public void apply(String tenant, List<Change> changes) {
    ApplyResult result =
        resources
            .apply(caller(tenant), new ChangeSet(changes, List.of(), List.of()))
            .await()
            .indefinitely();
    if (!(result instanceof ApplyResult.Applied)) {
      throw new AssertionError(result);
    }
  }

  @Override
  public void close() {
    postgres.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}

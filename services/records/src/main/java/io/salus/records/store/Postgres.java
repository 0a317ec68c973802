package io.salus.records.store;

import io.salus.service.errors.AppException.Busy;
import io.salus.service.errors.AppException.Gone;
import io.salus.service.errors.AppException.TooCostly;
import io.salus.service.errors.AppException.Unavailable;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Statements to PostgreSQL without a thread that waits. Reads by id are pipelined over few
 * connections; what can take long or wait for a lock has a connection of its own meanwhile, so that
 * no read stands behind it.
 */
@ApplicationScoped
class Postgres {
  /** Serialization failure and deadlock: the same call again can succeed. */
  private static final Set<String> TRY_AGAIN = Set.of("40001", "40P01");

  /** Classes 08 (connection), 53 (resources), 57 (shutdown) and 58 (system): not the caller's. */
  private static final Set<String> NOT_NOW = Set.of("08", "53", "57", "58");

  /**
   * The statements of the functions are planned once a connection: planning them anew for each call
   * took most of a small write (2.7 instead of 0.6 ms). Such a plan must not have been made for
   * tables that were empty then, so only plans by index are allowed.
   */
  private static final Map<String, String> PLANNER =
      Map.of(
          "plan_cache_mode", "force_generic_plan",
          "enable_seqscan", "off",
          "enable_hashjoin", "off",
          "enable_mergejoin", "off");

  /** Query canceled: the statement took longer than it may. */
  private static final String TOO_LONG = "57014";

  /** Program limit exceeded: raised by a function that found more than it may answer. */
  private static final String TOO_MUCH = "54000";

  /** No data found: raised by a function for what was kept for a while only. */
  private static final String NOT_KEPT = "P0002";

  private final SqlClient fast;
  private final Pool pool;
  private final SqlClient searches;

  Postgres(
      Vertx vertx,
      StoreConfig config,
      @ConfigProperty(name = "quarkus.datasource.reactive.url") String url,
      @ConfigProperty(name = "quarkus.datasource.username") String user,
      @ConfigProperty(name = "quarkus.datasource.password") String password) {
    PgConnectOptions connect =
        PgConnectOptions.fromUri(url.replaceFirst("^vertx-reactive:", ""))
            .setUser(user)
            .setPassword(password)
            .setCachePreparedStatements(true)
            .setPipeliningLimit(config.pipeliningLimit());
    PLANNER.forEach(connect::addProperty);
    this.fast =
        PgBuilder.client()
            .with(options("reads", config).setMaxSize(config.fastConnections()))
            .connectingTo(connect)
            .using(vertx)
            .build();
    this.pool =
        PgBuilder.pool()
            .with(options("writes", config).setMaxSize(config.connections()))
            .connectingTo(new PgConnectOptions(connect).setPipeliningLimit(1))
            .using(vertx)
            .build();
    this.searches =
        PgBuilder.pool()
            .with(options("searches", config).setMaxSize(config.searchConnections()))
            .connectingTo(searching(connect, config))
            .using(vertx)
            .build();
  }

  /**
   * A search decides by itself how it is run, so that its plan is made once and kept; what it
   * leaves to PostgreSQL is which index has an order.
   */
  private static PgConnectOptions searching(PgConnectOptions connect, StoreConfig config) {
    return new PgConnectOptions(connect)
        .setPipeliningLimit(1)
        .setPreparedStatementCacheMaxSize(512)
        .setPreparedStatementCacheSqlLimit(64 * 1024)
        .addProperty("enable_sort", "off")
        // What is read often is in memory: a walk goes by the index of its kind, not through all.
        .addProperty("random_page_cost", "1.1")
        .addProperty("jit", "off")
        .addProperty("statement_timeout", String.valueOf(config.searchTimeout().toMillis()));
  }

  /** The name tells the two apart in metrics. */
  private static PoolOptions options(String name, StoreConfig config) {
    return new PoolOptions()
        .setName(name)
        .setMaxWaitQueueSize(config.waiting())
        .setConnectionTimeout((int) config.connectionTimeout().toMillis())
        .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS);
  }

  /** A short read, which shares its connection. */
  Uni<RowSet<Row>> fast(String sql, Tuple arguments) {
    return run(fast, sql, arguments);
  }

  /**
   * A write or search, which has its connection for itself; tried again when two writes crossed.
   */
  Uni<RowSet<Row>> call(String sql, Tuple arguments) {
    return run(pool, sql, arguments);
  }

  /** A statement that a search was made into; it is ended when it takes too long. */
  Uni<RowSet<Row>> search(String sql, Tuple arguments) {
    return run(searches, sql, arguments);
  }

  /** Statements of one transaction, which ends with the last of them. */
  <T> Uni<T> transaction(Function<SqlConnection, Future<T>> statements) {
    return again(() -> pool.withTransaction(statements));
  }

  private static Uni<RowSet<Row>> run(SqlClient client, String sql, Tuple arguments) {
    return again(() -> client.preparedQuery(sql).execute(arguments));
  }

  private static <T> Uni<T> again(Supplier<Future<T>> work) {
    return Uni.createFrom()
        .completionStage(() -> work.get().toCompletionStage())
        .onFailure(Postgres::tryAgain)
        .retry()
        .withBackOff(Duration.ofMillis(5), Duration.ofMillis(100))
        .atMost(5)
        .onFailure()
        .transform(Postgres::translate);
  }

  private static boolean tryAgain(Throwable failure) {
    return failure instanceof PgException e && TRY_AGAIN.contains(e.getSqlState());
  }

  private static Throwable translate(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && !(cause instanceof PgException)) {
      cause = cause.getCause();
    }
    if (cause instanceof PgException e) {
      String state = String.valueOf(e.getSqlState());
      if (state.equals(TOO_LONG)) {
        return new TooCostly("The search takes too long; ask for something narrower.");
      }
      if (state.equals(TOO_MUCH)) {
        return new TooCostly("The page would hold too much; ask for fewer with _count.");
      }
      if (state.equals(NOT_KEPT)) {
        return new Gone("The pages of this search are not kept any more; search again.");
      }
      return NOT_NOW.contains(state.substring(0, 2)) || TRY_AGAIN.contains(state)
          ? new Unavailable("The record store does not answer now; try again shortly.")
          : new IllegalStateException("PostgreSQL answered with " + state);
    }
    String text = String.valueOf(cause.getMessage());
    if (text.contains("max wait queue size") || text.contains("Timeout")) {
      return new Busy("The record store has too much to do.", Duration.ofSeconds(1));
    }
    if (cause instanceof IOException || cause.getClass().getName().startsWith("io.vertx.")) {
      return new Unavailable("The record store does not answer now; try again shortly.");
    }
    return failure;
  }

  @PreDestroy
  void close() {
    fast.close();
    pool.close();
    searches.close();
  }
}

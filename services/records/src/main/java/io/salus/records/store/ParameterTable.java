package io.salus.records.store;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the database knows of tenants' own search parameters beside the resources themselves. */
@ApplicationScoped
public class ParameterTable {
  private static final String STAMPS = "select tenant, stamp from search_parameter_change";
  private static final String READY = "select * from ready_parameters($1)";
  private static final String CLAIM_DUE =
      "update reindex_due set asked_at = now() where asked_at is null or asked_at < now() -"
          + " make_interval(secs => $1) returning tenant";
  private static final String SET_READY = "select set_parameters_ready($1,$2,$3,$4)";

  private final Postgres postgres;

  ParameterTable(Postgres postgres) {
    this.postgres = postgres;
  }

  /** A number for each tenant that ever had parameters of its own; a change makes it grow. */
  public Uni<Map<String, Long>> stamps() {
    return postgres
        .fast(STAMPS, Tuple.tuple())
        .map(
            rows -> {
              Map<String, Long> stamps = new HashMap<>();
              for (Row row : rows) {
                stamps.put(row.getString(0), row.getLong(1));
              }
              return stamps;
            });
  }

  /** Versions, by id, of the SearchParameter resources by which everything is indexed. */
  public Uni<Map<String, Integer>> ready(String tenant) {
    return postgres
        .fast(READY, Tuple.of(tenant))
        .map(
            rows -> {
              Map<String, Integer> ready = new HashMap<>();
              for (Row row : rows) {
                ready.put(row.getString(0), row.getInteger(1));
              }
              return ready;
            });
  }

  /**
   * Tenants whose index is of an old layout. They are answered to one caller only, and again when
   * they still are after a while.
   */
  public Uni<List<String>> claimDue(Duration again) {
    return postgres
        .call(CLAIM_DUE, Tuple.of(again.toMillis() / 1000.0))
        .map(
            rows -> {
              List<String> tenants = new ArrayList<>();
              for (Row row : rows) {
                tenants.add(row.getString(0));
              }
              return tenants;
            });
  }

  /**
   * Says that all that they are for is indexed by these, as far as they still are of these
   * versions.
   *
   * @param all whether all resources of the tenant were indexed again
   */
  public Uni<Void> setReady(String tenant, boolean all, Map<String, Integer> versions) {
    String[] ids = versions.keySet().toArray(String[]::new);
    Integer[] numbers = versions.values().toArray(Integer[]::new);
    return postgres
        .call(
            SET_READY,
            Tuple.tuple()
                .addString(tenant)
                .addBoolean(all)
                .addArrayOfString(ids)
                .addArrayOfInteger(numbers))
        .replaceWithVoid();
  }
}

package io.salus.records.store;

import io.salus.service.security.Caller;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One call to PostgreSQL for each thing that is done with resources. Answers on an event loop. */
@ApplicationScoped
public class ResourceStore {
  private static final String VERSIONS = "select * from read_versions($1,$2,$3,$4,$5,$6,$7)";
  private static final String SEARCH = "select * from search_resources($1,$2,$3)";
  private static final String COUNT = "select count_resources($1,$2,$3)";
  private static final String RESOLVE = "select * from resolve_conditions($1,$2,$3,$4)";

  private final Postgres postgres;
  private final GatheredReads reads;
  private final TenantHashes hashes;
  private final KnownConcepts concepts;

  ResourceStore(
      Postgres postgres, GatheredReads reads, TenantHashes hashes, KnownConcepts concepts) {
    this.postgres = postgres;
    this.reads = reads;
    this.hashes = hashes;
    this.concepts = concepts;
  }

  /** The present version, also when that is the delete; empty when the caller can see none. */
  public Uni<Optional<StoredVersion>> read(Caller caller, String type, String id) {
    return withPatient(caller, patient -> reads.read(caller.tenant(), patient, type, id));
  }

  /** Several present versions at once; null where the caller can see none. */
  public Uni<List<@Nullable StoredVersion>> readAll(Caller caller, List<ResourceId> resources) {
    return withPatient(caller, patient -> reads.together(caller.tenant(), patient, resources));
  }

  /** Versions from one number to another, newest first, at most so many. */
  public Uni<List<StoredVersion>> versions(
      Caller caller, String type, String id, int from, int to, int limit) {
    return withPatient(
        caller,
        patient ->
            postgres
                .fast(
                    VERSIONS,
                    Tuple.from(
                        java.util.Arrays.<@Nullable Object>asList(
                            caller.tenant(), patient, type, id, from, to, limit)))
                .map(
                    rows -> {
                      List<StoredVersion> versions = new ArrayList<>();
                      for (Row row : rows) {
                        versions.add(
                            new StoredVersion(
                                type,
                                id,
                                row.getInteger(0),
                                row.getOffsetDateTime(1),
                                row.getString(2),
                                body(row.getBuffer(3))));
                      }
                      return versions;
                    }));
  }

  /**
   * Rows of a query of the service; {@code $1} is the tenant, {@code $2} the texts. The query
   * itself bounds what the caller sees.
   */
  public Uni<List<FoundResource>> search(Caller caller, String query, List<String> texts) {
    return postgres
        .call(SEARCH, Tuple.of(caller.tenant(), query, texts.toArray(String[]::new)))
        .map(ResourceStore::found);
  }

  /** The number that such a query answers. */
  public Uni<Long> count(Caller caller, String query, List<String> texts) {
    return postgres
        .call(COUNT, Tuple.of(caller.tenant(), query, texts.toArray(String[]::new)))
        .map(rows -> rows.iterator().next().getLong(0));
  }

  /** For each condition the ids that match it; two stand for two or more. */
  public Uni<List<List<String>>> resolve(Caller caller, List<Condition> conditions) {
    List<Condition> hashed = conditions.stream().filter(c -> !c.isSearched()).toList();
    return resolveHashed(caller, hashed)
        .flatMap(
            found -> {
              Map<Condition, List<String>> known = new HashMap<>();
              for (int i = 0; i < hashed.size(); i++) {
                known.put(hashed.get(i), found.get(i));
              }
              return resolveSearched(conditions, 0, known);
            });
  }

  private Uni<List<List<String>>> resolveHashed(Caller caller, List<Condition> conditions) {
    if (conditions.isEmpty()) {
      return Uni.createFrom().item(List.of());
    }
    FlatArray flat = new FlatArray();
    conditions.forEach(condition -> flat.add(condition.hashes()));
    String[] types = conditions.stream().map(Condition::type).toArray(String[]::new);
    return postgres
        .call(RESOLVE, Tuple.of(caller.tenant(), types, flat.values(), flat.ends()))
        .map(
            rows -> {
              List<List<String>> ids = new ArrayList<>();
              for (Row row : rows) {
                ids.add(List.of(row.getArrayOfStrings(1)));
              }
              return ids;
            });
  }

  /** One after the other: there are few of them. */
  private Uni<List<List<String>>> resolveSearched(
      List<Condition> conditions, int index, Map<Condition, List<String>> known) {
    if (index == conditions.size()) {
      return Uni.createFrom()
          .item(conditions.stream().map(c -> known.getOrDefault(c, List.of())).toList());
    }
    Condition condition = conditions.get(index);
    if (!condition.isSearched() || known.containsKey(condition)) {
      return resolveSearched(conditions, index + 1, known);
    }
    Condition.Statement statement = condition.statement();
    return postgres
        .search(statement.sql(), Tuple.tuple(statement.arguments()))
        .flatMap(
            rows -> {
              known.put(condition, List.of(rows.iterator().next().getArrayOfStrings(0)));
              return resolveSearched(conditions, index + 1, known);
            });
  }

  /** Writes all or nothing; the answer comes when it is durable. */
  public Uni<ApplyResult> apply(Caller caller, ChangeSet changes) {
    return hashes
        .of(caller.tenant())
        .flatMap(
            hash -> {
              String patientId = caller.patient();
              Long patient = patientId == null ? null : hash.patient(patientId);
              ApplyCall call = new ApplyCall(changes, concepts::contains);
              Tuple arguments = call.arguments(caller.tenant(), patient, hash);
              Uni<ApplyResult> applied =
                  call.searched().isEmpty()
                      ? postgres.call(ApplyCall.SQL, arguments).map(ApplyCall::result)
                      : new CheckedApply(postgres)
                          .apply(call.searched(), call.lockArguments(hash), arguments);
              return applied.invoke(result -> remember(call, result));
            });
  }

  private void remember(ApplyCall call, ApplyResult result) {
    if (result instanceof ApplyResult.Applied) {
      concepts.add(call.concepts());
    }
  }

  private interface ForPatient<T> {
    Uni<T> with(@Nullable Long patient);
  }

  private <T> Uni<T> withPatient(Caller caller, ForPatient<T> work) {
    String patient = caller.patient();
    return patient == null
        ? work.with(null)
        : hashes.of(caller.tenant()).flatMap(hash -> work.with(hash.patient(patient)));
  }

  private static List<FoundResource> found(RowSet<Row> rows) {
    List<FoundResource> found = new ArrayList<>();
    for (Row row : rows) {
      StoredVersion resource =
          new StoredVersion(
              row.getString(1),
              row.getString(2),
              row.getInteger(3),
              row.getOffsetDateTime(4),
              "PUT",
              body(row.getBuffer(5)));
      found.add(new FoundResource(row.getBoolean(0), resource));
    }
    return found;
  }

  private static @Nullable Body body(@Nullable Buffer buffer) {
    return buffer == null ? null : Body.stored(buffer.getBytes());
  }
}

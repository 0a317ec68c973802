package io.salus.records.store;

import io.salus.service.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of what belongs to one resource and of what that refers to, by one statement over the
 * index: no body is read. Call it inside {@code TenantTransactions}.
 */
@ApplicationScoped
public class Surroundings {
  private static final String FIND =
      "select r.rid from resource r where r.tenant = ? and r.type = ? and r.id = ? and r.body is"
          + " not null and (?::bigint is null or exists (select from resource_index x where x.rid ="
          + " r.rid and x.tokens @> array[?]::bigint[]))";

  /**
   * Members first; then what they refer to, and what that refers to, as long as the types are those
   * that belong to nobody's record (the patients of others stay out); then the conditions.
   */
  private static final String AROUND =
      """
      with recursive members as materialized (
        select x.rid, x.links from resource_index x where x.tokens && %s and x.kind <> 0 and x.rid <> ?
        union all
        select x.rid, x.links from resource_index x where x.rid = ?
      ),
      reached (rid) as (
        select l.rid from members m cross join lateral unnest(m.links) l (rid)
        union
        select l.rid
        from reached r join resource_index x on x.rid = r.rid cross join lateral unnest(x.links) l (rid)
        where x.kind = any (?)
      ),
      chosen (rid, member) as (
        select m.rid, true from members m
        union all
        select x.rid, false
        from reached r join resource_index x on x.rid = r.rid
        where (x.kind = any (?) or (x.kind <> 0 and x.rid = any (select unnest(m.links) from members m where m.rid = ? and ?)))
          and x.rid not in (select m.rid from members m)
      )
      select c.rid, c.member
      from chosen c join resource_index x on x.rid = c.rid
      where x.updated >= ?
        and (?::bigint[] is null or x.kind = any (?))
        and (?::bigint is null or x.tokens @> array[?]::bigint[])
        and (?::bigint[] is null
          or not exists (
            select from generate_series(1, cardinality(x.ranges), 3) i where (x.ranges[i] & -8) = any (?))
          or exists (
            select from generate_series(1, cardinality(x.ranges), 3) i
            where (x.ranges[i] & -8) = any (?) and x.ranges[i + 1] < ? and x.ranges[i + 2] > ?))
      order by c.rid <> ?, c.rid\
      """;

  private static final String OF_PATIENT = AROUND.formatted("array[?]::bigint[]");
  private static final String BY_EDGES =
      AROUND.formatted("array(select hashint8extended(?, p) from unnest(?::bigint[]) p)");

  private final DataSource dataSource;
  private final TenantHashes hashes;

  Surroundings(DataSource dataSource, TenantHashes hashes) {
    this.dataSource = dataSource;
    this.hashes = hashes;
  }

  /**
   * What of it is wanted.
   *
   * @param types or null for all
   * @param since microseconds since 1970; what was last updated before is left out
   * @param care when the care happened, or null; what has no such time is in
   */
  public record Wish(@Nullable Collection<String> types, long since, @Nullable Care care) {}

  /**
   * Times of care, in microseconds since 1970, half open.
   *
   * @param parameters by resource type, the date parameter that says when
   */
  public record Care(Map<String, String> parameters, long from, long until) {}

  /** A number, and whether it is there for itself or because another refers to it. */
  public record Member(long number, boolean itself) {}

  /** The number of a resource that the caller may see; empty when there is none. */
  public Optional<Long> number(Caller caller, ResourceId id) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query = connection.prepareStatement(FIND)) {
      @Nullable Long compartment = compartment(caller);
      query.setString(1, caller.tenant());
      query.setString(2, id.type());
      query.setString(3, id.id());
      query.setObject(4, compartment, java.sql.Types.BIGINT);
      query.setObject(5, compartment, java.sql.Types.BIGINT);
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? Optional.of(row.getLong(1)) : Optional.empty();
      }
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /**
   * A patient first, then the compartment, and what that refers to of types that are in nobody's.
   *
   * @param shared types that belong to no patient's record
   */
  public List<Member> ofPatient(
      Caller caller, long number, String patientId, Collection<String> shared, Wish wish) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query = connection.prepareStatement(OF_PATIENT)) {
      query.setLong(1, hash(caller).patient(patientId));
      return run(connection, query, 2, caller, number, shared, false, wish);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /**
   * A resource first, then those that refer to it by the given parameters, what it refers to, and
   * what they refer to of types that are in no patient's record.
   *
   * @param parameters by resource type
   */
  public List<Member> byReference(
      Caller caller,
      long number,
      Map<String, String> parameters,
      Collection<String> shared,
      Wish wish) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query = connection.prepareStatement(BY_EDGES)) {
      TenantHash hash = hash(caller);
      query.setLong(1, number);
      query.setArray(
          2,
          connection.createArrayOf(
              "bigint",
              parameters.entrySet().stream()
                  .map(entry -> hash.parameter(entry.getKey(), entry.getValue()))
                  .toArray()));
      return run(connection, query, 3, caller, number, shared, true, wish);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private List<Member> run(
      Connection connection,
      PreparedStatement query,
      int first,
      Caller caller,
      long number,
      Collection<String> shared,
      boolean ownLinks,
      Wish wish)
      throws SQLException {
    TenantHash hash = hash(caller);
    Object[] sharedKinds = kinds(hash, shared);
    Collection<String> types = wish.types();
    @Nullable Object @Nullable [] kinds = types == null ? null : kinds(hash, types);
    @Nullable Long compartment = compartment(caller);
    Care care = wish.care();
    Object @Nullable [] careParameters =
        care == null
            ? null
            : care.parameters().entrySet().stream()
                .map(entry -> hash.range(entry.getKey(), entry.getValue(), ""))
                .toArray();
    int at = first;
    query.setLong(at++, number);
    query.setLong(at++, number);
    query.setArray(at++, connection.createArrayOf("bigint", sharedKinds));
    query.setArray(at++, connection.createArrayOf("bigint", sharedKinds));
    query.setLong(at++, number);
    query.setBoolean(at++, ownLinks);
    query.setLong(at++, wish.since());
    at = setBoth(connection, query, at, kinds);
    query.setObject(at++, compartment, java.sql.Types.BIGINT);
    query.setObject(at++, compartment, java.sql.Types.BIGINT);
    at = setBoth(connection, query, at, careParameters);
    query.setArray(
        at++, careParameters == null ? null : connection.createArrayOf("bigint", careParameters));
    query.setLong(at++, care == null ? 0 : care.until());
    query.setLong(at++, care == null ? 0 : care.from());
    query.setLong(at, number);
    List<Member> members = new ArrayList<>();
    query.setFetchSize(0);
    try (ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        members.add(new Member(rows.getLong(1), rows.getBoolean(2)));
      }
    }
    return members;
  }

  private static int setBoth(
      Connection connection, PreparedStatement query, int at, @Nullable Object @Nullable [] values)
      throws SQLException {
    for (int i = at; i < at + 2; i++) {
      query.setArray(i, values == null ? null : connection.createArrayOf("bigint", values));
    }
    return at + 2;
  }

  private static Object[] kinds(TenantHash hash, Collection<String> types) {
    return types.stream().map(hash::kind).toArray();
  }

  private @Nullable Long compartment(Caller caller) {
    String patient = caller.patient();
    return patient == null ? null : hash(caller).patient(patient);
  }

  private TenantHash hash(Caller caller) {
    return hashes.of(caller.tenant()).await().indefinitely();
  }

  private static IllegalStateException failure(SQLException e) {
    return new IllegalStateException("PostgreSQL answered with " + e.getSQLState(), e);
  }
}

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
import java.util.function.Consumer;
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

  /** Type, time, compartment of the caller and time of care of a row {@code x}. */
  private static final String WANTED =
      """
      x.updated >= ?
        and (?::bigint[] is null or x.kind = any (?))
        and (?::bigint is null or x.tokens @> array[?]::bigint[])
        and (?::bigint[] is null
          or not exists (
            select from generate_series(1, cardinality(x.ranges), 3) i where (x.ranges[i] & -8) = any (?))
          or exists (
            select from generate_series(1, cardinality(x.ranges), 3) i
            where (x.ranges[i] & -8) = any (?) and x.ranges[i + 1] < ? and x.ranges[i + 2] > ?))\
      """;

  /**
   * The members; then what they refer to outside, and what that refers to, as long as the types are
   * those that belong to nobody's record: the patients of others stay out.
   */
  private static final String AROUND =
      """
      with recursive members as materialized (
        select x.rid, x.links, (WANTED) as wanted
        from resource_index x
        where (x.tokens && MINE and x.kind <> 0) or x.rid = ?
      ),
      outside (rid) as (
        select l.rid
        from members m cross join lateral unnest(m.links) l (rid)
        where l.rid not in (select rid from members)
        union
        select l.rid
        from outside o join resource_index x on x.rid = o.rid cross join lateral unnest(x.links) l (rid)
        where x.kind = any (?)
      ),
      chosen (rid, member) as (
        select m.rid, true from members m where m.wanted
        union all
        select x.rid, false
        from outside o join resource_index x on x.rid = o.rid
        where (x.kind = any (?) or (x.kind <> 0 and x.rid = any (select unnest(m.links) from members m where m.rid = ? and ?)))
          and x.rid not in (select rid from members)
          and (WANTED)
      )
      select c.rid, c.member
      from chosen c
      order by c.rid <> ?, c.rid\
      """
          .replace("WANTED", WANTED);

  private static final String OF_PATIENT = AROUND.replace("MINE", "array[?]::bigint[]");
  private static final String BY_EDGES =
      AROUND.replace("MINE", "array(select hashint8extended(?, p) from unnest(?::bigint[]) p)");

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
    return run(
        OF_PATIENT,
        caller,
        number,
        shared,
        wish,
        false,
        arguments -> arguments.add(hash(caller).patient(patientId)));
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
    TenantHash hash = hash(caller);
    return run(
        BY_EDGES,
        caller,
        number,
        shared,
        wish,
        true,
        arguments -> {
          arguments.add(number);
          arguments.add(
              parameters.entrySet().stream()
                  .map(entry -> hash.parameter(entry.getKey(), entry.getValue()))
                  .toArray());
        });
  }

  /**
   * @param ownLinks whether what the resource itself refers to comes along, whatever its type
   * @param mine adds the arguments that say what belongs to it
   */
  private List<Member> run(
      String sql,
      Caller caller,
      long number,
      Collection<String> shared,
      Wish wish,
      boolean ownLinks,
      Consumer<List<@Nullable Object>> mine) {
    Object[] sharedKinds = kinds(hash(caller), shared);
    List<@Nullable Object> arguments = new ArrayList<>();
    addWish(arguments, caller, wish);
    mine.accept(arguments);
    arguments.add(number);
    arguments.add(sharedKinds);
    arguments.add(sharedKinds);
    arguments.add(number);
    arguments.add(ownLinks);
    addWish(arguments, caller, wish);
    arguments.add(number);
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query = connection.prepareStatement(sql)) {
      for (int i = 0; i < arguments.size(); i++) {
        @Nullable Object argument = arguments.get(i);
        query.setObject(
            i + 1,
            argument instanceof Object[] numbers
                ? connection.createArrayOf("bigint", numbers)
                : argument);
      }
      List<Member> members = new ArrayList<>();
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          members.add(new Member(rows.getLong(1), rows.getBoolean(2)));
        }
      }
      return members;
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** The arguments of {@link #WANTED}. */
  private void addWish(List<@Nullable Object> arguments, Caller caller, Wish wish) {
    TenantHash hash = hash(caller);
    Collection<String> types = wish.types();
    Object @Nullable [] kinds = types == null ? null : kinds(hash, types);
    @Nullable Long compartment = compartment(caller);
    Care care = wish.care();
    Object @Nullable [] times =
        care == null
            ? null
            : care.parameters().entrySet().stream()
                .map(entry -> hash.range(entry.getKey(), entry.getValue(), ""))
                .toArray();
    arguments.add(wish.since());
    arguments.add(kinds);
    arguments.add(kinds);
    arguments.add(compartment);
    arguments.add(compartment);
    arguments.add(times);
    arguments.add(times);
    arguments.add(times);
    arguments.add(care == null ? 0L : care.until());
    arguments.add(care == null ? 0L : care.from());
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

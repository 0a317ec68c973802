package io.salus.records.search;

import io.salus.records.store.TenantHash;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * The one statement of a search. The compartment is a criterion of the matches and a condition on
 * what they include: nothing is taken away afterwards.
 */
final class SearchStatement {
  private final Search search;
  private final TenantHash hash;
  private final Statement statement = new Statement();

  private SearchStatement(Search search, TenantHash hash) {
    this.search = search;
    this.hash = hash;
  }

  /** One row more than the page, to know whether there is another. */
  static Statement page(
      Search search, TenantHash hash, @Nullable String patient, List<String> after) {
    SearchStatement made = new SearchStatement(search, hash);
    made.matches(after);
    made.rows(patient == null ? null : hash.patient(patient));
    return made.statement;
  }

  static Statement total(Search search, TenantHash hash) {
    SearchStatement made = new SearchStatement(search, hash);
    made.statement.add("select count(*)");
    made.from();
    return made.statement;
  }

  private void from() {
    statement
        .add(
            " from resource_index x join resource r on r.rid = x.rid where r.tenant = $1 and x.kind = ")
        .add(hash.kind(search.type()));
    for (Criterion criterion : search.criteria()) {
      statement.add(" and ");
      criterion.addTo(statement);
    }
  }

  private void matches(List<String> after) {
    statement.add(
        "with page as materialized (select x.rid, r.type, r.id, r.version, r.last_updated, r.body, x.tokens, x.links, array["
            + cursor()
            + "] as cursor");
    from();
    if (!after.isEmpty()) {
      statement.add(" and ");
      after(after);
    }
    statement.add(" order by " + order() + " limit " + (search.count() + 1) + ")");
    statement.add(", numbered as (select p.*, row_number() over () as n from page p)");
  }

  private void rows(@Nullable Long compartment) {
    statement.add(
        " select f.included, f.type, f.id, f.version, f.last_updated, f.body, f.cursor from ("
            + "select false as included, n, type, id, version, last_updated, body, cursor from numbered");
    if (!search.includes().isEmpty()) {
      included(compartment);
    }
    statement.add(") f order by f.included, f.n");
  }

  private void included(@Nullable Long compartment) {
    statement.add(
        " union all select true, 0, t.type, t.id, t.version, t.last_updated, t.body, null::text[] from ("
            + "select distinct l.rid from numbered m cross join lateral unnest(m.links) l (rid) where m.n <= "
            + search.count()
            + " and (false");
    for (Include include : search.includes()) {
      statement
          .add(" or hashint8extended(l.rid, ")
          .add(include.parameter())
          .add(") = any (m.tokens)");
    }
    statement.add(
        ")) links join resource t on t.rid = links.rid and t.tenant = $1 and t.body is not null"
            + " join resource_index y on y.rid = t.rid and (false");
    for (Include include : search.includes()) {
      if (!include.targets().isEmpty()) {
        statement
            .add(" or y.kind = any (")
            .array(include.targets().stream().map(hash::kind).toList())
            .add(")");
      }
    }
    statement.add(
        ") where not exists (select from numbered m where m.rid = t.rid and m.n <= "
            + search.count()
            + ")");
    if (compartment != null) {
      statement.add(" and ").add(compartment).add(" = any (y.tokens)");
    }
  }

  private String cursor() {
    StringJoiner columns = new StringJoiner(", ");
    search.sort().forEach(key -> columns.add(key.cursor()));
    return columns.add("x.rid::text").toString();
  }

  private String order() {
    StringJoiner columns = new StringJoiner(", ");
    for (SortKey key : search.sort()) {
      columns.add(key.expression() + (key.descending() ? " desc" : ""));
    }
    return columns.add("x.rid").toString();
  }

  /** Behind the row of the cursor in the order of the search. */
  private void after(List<String> cursor) {
    List<SortKey> keys = new ArrayList<>(search.sort());
    if (!keys.isEmpty()) {
      // Implied by what follows, and in a form that an index can use.
      SortKey first = keys.getFirst();
      statement.add(first.expression() + (first.descending() ? " <= " : " >= "));
      first.addValue(statement, cursor.getFirst());
      statement.add(" and ");
    }
    for (int i = 0; i < keys.size(); i++) {
      SortKey key = keys.get(i);
      statement.add("(" + key.expression() + (key.descending() ? " < " : " > "));
      key.addValue(statement, cursor.get(i));
      statement.add(" or (" + key.expression() + " = ");
      key.addValue(statement, cursor.get(i));
      statement.add(" and ");
    }
    statement.add("x.rid > ").text(cursor.getLast()).add("::bigint");
    statement.add("))".repeat(keys.size()));
  }
}

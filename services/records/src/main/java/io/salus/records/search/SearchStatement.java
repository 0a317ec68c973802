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
  private final Statement statement = new Statement();

  private SearchStatement(Search search) {
    this.search = search;
  }

  /** One row more than the page, to know whether there is another. */
  static Statement page(
      Search search, TenantHash hash, @Nullable String patient, List<String> after) {
    SearchStatement made = new SearchStatement(search);
    made.matches(after);
    made.rows(patient == null ? null : hash.patient(patient));
    return made.statement;
  }

  static Statement total(Search search) {
    SearchStatement made = new SearchStatement(search);
    made.statement.add("select count(*)");
    made.from();
    return made.statement;
  }

  private void from() {
    statement
        .add(" from resource r where r.tenant = $1 and r.type = ")
        .text(search.type())
        .add(" and r.method <> 'DELETE'");
    for (Criterion criterion : search.criteria()) {
      statement.add(" and ");
      criterion.addTo(statement);
    }
  }

  private void matches(List<String> after) {
    statement.add(
        "with page as materialized (select r.key, r.type, r.id, r.version, r.last_updated, r.body, r.links, array["
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
            + "select distinct split_part(l.line, ' ', 2) as target from numbered m"
            + " cross join lateral string_to_table(m.links, E'\\n') l (line) where m.n <= "
            + search.count()
            + " and (");
    boolean first = true;
    for (Include include : search.includes()) {
      for (String target : include.targets()) {
        String start = include.parameter() + " " + target + "/";
        statement.add(first ? "" : " or ").add("starts_with(l.line, ").text(start).add(")");
        first = false;
      }
    }
    statement.add(
        (first ? "false" : "")
            + ")) links join resource t on t.tenant = $1"
            + " and t.type = split_part(links.target, '/', 1)"
            + " and t.id = split_part(links.target, '/', 2) and t.method <> 'DELETE'"
            + " and not exists (select from numbered m where m.key = t.key and m.n <= "
            + search.count()
            + ")");
    if (compartment != null) {
      statement.add(" and ").add(compartment).add(" = any (t.patients)");
    }
  }

  private String cursor() {
    StringJoiner columns = new StringJoiner(", ");
    search.sort().forEach(key -> columns.add(key.cursor()));
    return columns.add("r.key::text").toString();
  }

  private String order() {
    StringJoiner columns = new StringJoiner(", ");
    for (SortKey key : search.sort()) {
      columns.add(key.expression() + (key.descending() ? " desc" : ""));
    }
    return columns.add("r.key").toString();
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
    statement.add("r.key > ").text(cursor.getLast()).add("::uuid");
    statement.add("))".repeat(keys.size()));
  }
}

package io.salus.records.search;

import io.salus.records.index.IndexEntries;
import io.salus.records.store.Condition;
import io.salus.records.store.TenantHash;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.security.Caller;
import java.util.ArrayList;
import java.util.List;

/**
 * Searches that must name one resource: If-None-Exist, conditional writes, and references such as
 * {@code Practitioner?identifier=system|value}.
 */
public final class Conditions {
  private Conditions() {}

  /**
   * What the query means, for the compartment of the caller.
   *
   * @param baseUrl of this server: references that start with it are to its own resources
   * @param place where the query stands, for the error
   */
  public static Condition parse(
      Caller caller, TenantHash hash, String type, String query, String baseUrl, String place) {
    try {
      return parse(caller, hash, type, query, baseUrl);
    } catch (InvalidInput e) {
      throw place.equals(e.place()) ? e : new InvalidInput(e.publicDetail(), place);
    }
  }

  private static Condition parse(
      Caller caller, TenantHash hash, String type, String query, String baseUrl) {
    Search search = SearchParser.conditions(caller, type, query, baseUrl);
    if (search.used().isEmpty()) {
      throw new InvalidInput(
          "A condition is a search of the type, such as identifier=system|value.");
    }
    if (search.criteria().stream().anyMatch(CodeSets::isOpen)) {
      throw new InvalidInput("A condition cannot ask for codes of a value set.");
    }
    Asked asked = new Asked(type, search.criteria());
    return new Condition(
        type, hashes(hash, asked), new SearchMeaning(caller.tenant(), hash, asked));
  }

  private record Asked(String type, List<Criterion> criteria) {}

  /** Of one token each; empty when that does not say all. */
  private static List<Long> hashes(TenantHash hash, Asked asked) {
    List<Long> hashes = new ArrayList<>();
    for (Clause clause :
        new Lowering(hash).rows(List.of(asked.type()), asked.criteria()).clauses()) {
      if (!(clause instanceof Clause.Carries carries) || carries.anyOf().size() != 1) {
        return List.of();
      }
      hashes.addAll(carries.anyOf());
    }
    return hashes;
  }

  /** Two are the same when they ask the same, however that is written. */
  private record SearchMeaning(String tenant, TenantHash hash, Asked asked)
      implements Condition.Meaning {
    @Override
    public String name() {
      return asked.toString();
    }

    @Override
    public Condition.Statement statement() {
      Sql sql = new Sql(tenant);
      Predicates predicates = new Predicates(sql);
      Sources sources = new Sources(sql, predicates, new Estimate(Shares.UNKNOWN));
      Clause.Rows rows = new Lowering(hash).rows(List.of(asked.type()), asked.criteria());
      String text =
          "select coalesce(array_agg(search_id_key($1, m.rid)), '{}') from ("
              + sources.select("x.rid", rows, "x", "")
              + " limit 2) m";
      return new Condition.Statement(text, sql.arguments());
    }

    @Override
    public boolean matches(IndexEntries entries) {
      return asked.criteria().stream()
          .allMatch(
              criterion ->
                  Matching.isOfOneResource(criterion) && Matching.holds(criterion, entries));
    }
  }
}

package io.salus.records.search;

import io.salus.records.store.Condition;
import io.salus.records.store.TenantHash;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.security.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Searches that must name one resource: If-None-Exist, and references such as {@code
 * Practitioner?identifier=system|value}.
 */
public final class Conditions {
  private Conditions() {}

  /**
   * What the query means, for the compartment of the caller.
   *
   * @param place where the query stands, for the error
   */
  public static Condition parse(
      Caller caller, TenantHash hash, String type, String query, String place) {
    try {
      return parse(caller, hash, type, query, () -> notPossible(place));
    } catch (InvalidInput e) {
      throw place.equals(e.place()) ? e : new InvalidInput(e.publicDetail(), place);
    }
  }

  private static Condition parse(
      Caller caller, TenantHash hash, String type, String query, Supplier<InvalidInput> refusal) {
    Search search = SearchParser.parse(caller, Scope.ofType(type), query, "");
    if (search.used().size() != search.criteria().size() - (caller.patient() == null ? 0 : 1)
        || !search.ignored().isEmpty()
        || search.used().isEmpty()) {
      throw refusal.get();
    }
    List<Long> hashes = new ArrayList<>();
    for (Clause clause : new Lowering(hash).rows(List.of(type), search.criteria()).clauses()) {
      if (!(clause instanceof Clause.Carries carries) || carries.anyOf().size() != 1) {
        throw refusal.get();
      }
      hashes.addAll(carries.anyOf());
    }
    return new Condition(type, hashes);
  }

  private static InvalidInput notPossible(String place) {
    return new InvalidInput(
        "A condition names token, uri and reference parameters with one value each, such as"
            + " identifier=system|value.",
        place);
  }
}

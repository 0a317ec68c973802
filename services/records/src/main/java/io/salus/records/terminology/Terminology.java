package io.salus.records.terminology;

import io.salus.records.store.HeavyWork;
import io.salus.service.errors.AppException.Unprocessable;
import io.salus.service.security.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;

/**
 * Sets of codes for searches ({@code :in}, {@code :not-in}, {@code :below}, {@code :above}). They
 * are the tenant's, whatever the caller may see of definitions: what a search finds is bounded by
 * its own compartment. Fails with {@link Unprocessable} when a definition that is needed is not
 * known, or when there are too many codes.
 */
@ApplicationScoped
public class Terminology {
  private final Definitions definitions;
  private final HeavyWork heavyWork;
  private final TerminologyConfig config;

  Terminology(Definitions definitions, HeavyWork heavyWork, TerminologyConfig config) {
    this.definitions = definitions;
    this.heavyWork = heavyWork;
    this.config = config;
  }

  /**
   * The codes of a value set.
   *
   * @param valueSet its canonical url, with {@code |version} or without
   */
  public Uni<List<SystemCode>> expand(Caller caller, String valueSet) {
    return answer(
        caller,
        library -> {
          ValueSet definition = library.requireValueSet(Canonical.parse(valueSet));
          return new Expander(library).expand(definition).stream().map(Member::code).toList();
        });
  }

  /** A code and all below it in its system; the code alone when it has no place there. */
  public Uni<List<SystemCode>> descendants(Caller caller, String system, String code) {
    return answer(caller, library -> family(library, system, code, true));
  }

  /** A code and all above it in its system; the code alone when it has no place there. */
  public Uni<List<SystemCode>> ancestors(Caller caller, String system, String code) {
    return answer(caller, library -> family(library, system, code, false));
  }

  private static List<SystemCode> family(
      Library library, String system, String code, boolean down) {
    Concepts concepts = library.requireCodeSystem(Canonical.parse(system));
    List<SystemCode> family = new ArrayList<>();
    family.add(new SystemCode(system, code));
    int concept = concepts.find(code);
    if (concept >= 0) {
      BitSet others = down ? concepts.descendants(concept) : concepts.ancestors(concept);
      others.stream().forEach(other -> family.add(new SystemCode(system, concepts.code(other))));
    }
    return family;
  }

  private Uni<List<SystemCode>> answer(
      Caller caller, Function<Library, List<SystemCode>> question) {
    Caller tenant =
        new Caller(caller.tenant(), caller.subject(), caller.scopes(), null, caller.service());
    return heavyWork.compute(
        () -> {
          try {
            List<SystemCode> codes =
                question.apply(new Library(definitions.of(tenant), config.mostCodes()));
            if (codes.size() > config.mostAnswered()) {
              throw new Unprocessable("The set has more than " + config.mostAnswered() + " codes.");
            }
            return codes;
          } catch (Refused e) {
            throw new Unprocessable(e.detail());
          }
        });
  }
}

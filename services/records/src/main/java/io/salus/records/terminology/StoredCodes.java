package io.salus.records.terminology;

import io.salus.service.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Checks codes against what a tenant has stored; what it has not is for others to check. Waits for
 * the database, so it is not for event loops.
 */
@ApplicationScoped
public class StoredCodes {
  /**
   * What is said of a code.
   *
   * @param known whether the code is there at all
   * @param message why not, or null
   * @param display the right display, if it is known
   */
  public record Check(
      boolean known, boolean displayFits, @Nullable String message, @Nullable String display) {}

  private final StoredDefinitions stored;
  private final Definitions definitions;
  private final TerminologyConfig config;

  StoredCodes(StoredDefinitions stored, Definitions definitions, TerminologyConfig config) {
    this.stored = stored;
    this.definitions = definitions;
    this.config = config;
  }

  /** Whether the tenant has stored a definition. */
  public boolean has(Caller caller, String type, String canonical) {
    return stored.find(caller, type, canonical).await().indefinitely().isPresent();
  }

  /** A code in a stored code system; empty when the system is not stored with its concepts. */
  public Optional<Check> inSystem(
      Caller caller, String system, String code, @Nullable String display) {
    if (!has(caller, "CodeSystem", system)) {
      return Optional.empty();
    }
    return check(
        caller,
        library ->
            library
                .codeSystem(Canonical.parse(system))
                .map(concepts -> Member.of(concepts.header().url(), null, concepts, code))
                .map(member -> member.concept() < 0 ? unknown() : of(member, display)));
  }

  /** A code in a stored value set; empty when that is not stored, or needs what is not known. */
  public Optional<Check> inValueSet(
      Caller caller,
      String valueSet,
      @Nullable String system,
      String code,
      @Nullable String display) {
    if (!has(caller, "ValueSet", valueSet)) {
      return Optional.empty();
    }
    return check(
        caller,
        library ->
            library
                .valueSet(Canonical.parse(valueSet))
                .map(definition -> ofMember(library, definition, system, code, display)));
  }

  private static Check ofMember(
      Library library,
      ValueSet valueSet,
      @Nullable String system,
      String code,
      @Nullable String display) {
    return member(library, valueSet, system, code)
        .map(member -> of(member, display))
        .orElseGet(StoredCodes::unknown);
  }

  private static Optional<Member> member(
      Library library, ValueSet valueSet, @Nullable String system, String code) {
    if (system != null) {
      return Membership.find(library, valueSet, new SystemCode(system, code));
    }
    return Membership.systems(library, valueSet).stream()
        .map(candidate -> Membership.find(library, valueSet, new SystemCode(candidate, code)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<Check> check(Caller caller, Function<Library, Optional<Check>> question) {
    try {
      return question.apply(new Library(definitions.of(caller), config.mostCodes()));
    } catch (Refused e) {
      return Optional.empty();
    }
  }

  private static Check of(Member member, @Nullable String display) {
    Verdict verdict = Verdict.of(member, display);
    return new Check(true, verdict.result(), verdict.message(), verdict.display());
  }

  private static Check unknown() {
    return new Check(false, false, "The code is not known there.", null);
  }
}

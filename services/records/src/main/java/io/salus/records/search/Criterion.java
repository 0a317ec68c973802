package io.salus.records.search;

import io.salus.records.store.ResourceId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One condition of a search as the client means it; how it is found is not its business. */
sealed interface Criterion {

  /** All of them hold; none of them is always true. */
  record AllOf(List<Criterion> parts) implements Criterion {}

  /** One of them holds; none of them is never true. */
  record AnyOf(List<Criterion> parts) implements Criterion {}

  /** It does not hold. */
  record Not(Criterion part) implements Criterion {}

  /** The parameter has a value. */
  record Present(Field field) implements Criterion {}

  /** Has one of the codes. */
  record Coded(Field field, List<Code> anyOf) implements Criterion {}

  /**
   * A code that is looked for.
   *
   * @param system null for whatever system, empty for a code without one
   * @param code null for any code of the system
   */
  record Code(@Nullable String system, @Nullable String code) {}

  /** An identifier whose type has the code and whose value is this. */
  record Typed(Field field, @Nullable String system, String code, String value)
      implements Criterion {}

  /** A reference by identifier; the code is the identifier's value. */
  record Identified(Field field, Code identifier) implements Criterion {}

  /** Has a code with a text that starts so. */
  record Described(Field field, List<String> anyOf) implements Criterion {}

  /** Has a code of a value set. Replaced by {@link Coded} before anything is looked for. */
  record InValueSet(Field field, String url) implements Criterion {}

  /** Has the code, or one below (or above) it. Replaced as {@link InValueSet}. */
  record Related(Field field, Code code, boolean below) implements Criterion {}

  /** Has one of the uris. */
  record Located(Field field, List<String> anyOf) implements Criterion {}

  /** Has a uri that this one is the beginning of, up to the end of a segment. */
  record LocatedBelow(Field field, String uri) implements Criterion {}

  /** Refers to one of these. */
  record Refers(Field field, List<ResourceId> anyOf) implements Criterion {}

  /** Has a text that goes so with one of these. */
  record Text(Field field, TextMatch match, List<String> anyOf) implements Criterion {}

  /** How texts are compared. */
  enum TextMatch {
    START,
    EXACT,
    CONTAINS
  }

  /** Has a value that compares so with one of the intervals. */
  record Within(Field field, List<InUnit> anyOf) implements Criterion {}

  /**
   * A comparison of values in one unit.
   *
   * @param unit as {@link io.salus.records.store.TenantHash#range} takes it: empty for times and
   *     plain numbers
   */
  record InUnit(String unit, Comparison comparison) {}

  /**
   * Two parts of a composite parameter in one element, the second of them a code.
   *
   * @param first as {@link io.salus.records.store.TenantHash#pair} takes it
   */
  record Pair(Field field, String first, String second) implements Criterion {}

  /** Two parts of a composite parameter in one element, the second of them a time or number. */
  record PairWithin(Field field, String first, InUnit second) implements Criterion {}

  /** Is at most so many kilometres from a place. */
  record Near(Field field, double latitude, double longitude, double kilometres)
      implements Criterion {}

  /** Was written at a time that compares so with one of the intervals. */
  record Updated(List<Comparison> anyOf) implements Criterion {}

  /** Is one of these. */
  record Ids(List<String> types, List<String> ids) implements Criterion {}

  /** Is in the compartment of a patient. */
  record OfPatient(String id) implements Criterion {}

  /** Refers to the resource by one of the parameters. */
  record InCompartment(List<Field> references, ResourceId of) implements Criterion {}

  /** Refers to a resource that fulfils one of the targets' conditions. */
  record Chain(Field field, List<Target> anyOf) implements Criterion {}

  /** A resource of a type for which a condition holds. */
  record Target(String type, Criterion condition) {}

  /** A resource of another type refers to it and fulfils a condition. */
  record Has(Field reference, Criterion condition) implements Criterion {}
}

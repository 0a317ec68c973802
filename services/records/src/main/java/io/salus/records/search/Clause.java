package io.salus.records.search;

import io.salus.records.store.ResourceId;
import java.util.List;

/** One condition on a row of the index, in the numbers of one tenant. */
sealed interface Clause {

  /** Carries one of the hashes. */
  record Carries(List<Long> anyOf) implements Clause {}

  /** Refers, by one of the parameters, to one of the resources. */
  record RefersTo(List<Long> parameters, List<ResourceId> anyOf) implements Clause {}

  /** Carries a code that has a text which starts with one of these. */
  record CarriesDescribed(List<Long> parameters, List<String> anyOf) implements Clause {}

  /** Has an interval in one of the boxes. */
  record InRange(List<Span> anyOf) implements Clause {}

  /**
   * Has intervals in boxes of each of the parts, which are of the same parameter: not always one
   * interval in all of them.
   *
   * @param several the token of rows that have several intervals
   */
  record InRanges(List<InRange> parts, long several) implements Clause {}

  /**
   * A box of one parameter.
   *
   * @param parameter with the class of width left out
   */
  record Span(long parameter, boolean time, Box box) {}

  /** Has a string that starts with, or contains, one of the texts. */
  record HasText(List<Long> parameters, boolean anywhere, List<String> anyOf) implements Clause {}

  /**
   * Lies in a circle on the globe.
   *
   * @param latitude parameter of range rows in millionths of a degree, as {@code longitude}
   * @param circle latitude, longitude and radius, in millionths of a degree and metres
   * @param box that the circle lies in
   */
  record Around(long latitude, long longitude, List<Long> circle, InRange box) implements Clause {}

  /** Was last written at a time in one of the boxes, both ends of which are that time. */
  record UpdatedIn(List<Box> anyOf) implements Clause {}

  /** Is one of these. */
  record IsOneOf(List<String> types, List<String> ids) implements Clause {}

  /** Refers, by one of the parameters, to one of the rows. */
  record LinksTo(List<Long> parameters, Rows rows) implements Clause {}

  /** One of the rows refers to it by one of the parameters. */
  record LinkedFrom(List<Long> parameters, Rows rows) implements Clause {}

  /** One of them holds. */
  record Either(List<Clause> parts) implements Clause {}

  /** All of them hold. */
  record Both(List<Clause> parts) implements Clause {}

  /** It does not hold. */
  record Without(Clause part) implements Clause {}

  /** Rows of some kinds that fulfil all clauses. */
  record Rows(List<Long> kinds, List<Clause> clauses) {}
}

package io.salus.records.search;

import io.salus.records.index.Amounts;
import io.salus.records.index.IndexEntries;
import io.salus.records.index.IndexEntries.Below;
import io.salus.records.index.IndexEntries.Concept;
import io.salus.records.index.IndexEntries.Entry;
import io.salus.records.index.IndexEntries.Identified;
import io.salus.records.index.IndexEntries.Interval;
import io.salus.records.index.IndexEntries.Measure;
import io.salus.records.index.IndexEntries.Pair;
import io.salus.records.index.IndexEntries.PairAmount;
import io.salus.records.index.IndexEntries.Position;
import io.salus.records.index.IndexEntries.Present;
import io.salus.records.index.IndexEntries.Reference;
import io.salus.records.index.IndexEntries.Text;
import io.salus.records.index.IndexEntries.Token;
import io.salus.records.index.IndexEntries.Typed;
import io.salus.records.index.IndexEntries.Uri;
import io.salus.records.search.Criterion.Code;
import io.salus.records.store.Ordered;
import io.salus.records.store.ResourceId;
import java.util.List;
import java.util.function.Predicate;

/** Whether one resource fulfils a criterion, by what it is indexed by. */
final class Matching {
  private static final double GLOBE_KILOMETRES = 6371;

  private Matching() {}

  /** Whether the resource alone tells. */
  static boolean isOfOneResource(Criterion criterion) {
    return switch (criterion) {
      case Criterion.AllOf c -> c.parts().stream().allMatch(Matching::isOfOneResource);
      case Criterion.AnyOf c -> c.parts().stream().allMatch(Matching::isOfOneResource);
      case Criterion.Not c -> isOfOneResource(c.part());
      case Criterion.Chain c -> false;
      case Criterion.Has c -> false;
      case Criterion.InValueSet c -> false;
      case Criterion.Related c -> false;
      default -> true;
    };
  }

  static boolean holds(Criterion criterion, IndexEntries entries) {
    return switch (criterion) {
      case Criterion.AllOf c -> c.parts().stream().allMatch(part -> holds(part, entries));
      case Criterion.AnyOf c -> c.parts().stream().anyMatch(part -> holds(part, entries));
      case Criterion.Not c -> !holds(c.part(), entries);
      case Criterion.Present c -> any(entries, c.field(), Present.class, present -> true);
      case Criterion.Coded c ->
          any(
              entries,
              c.field(),
              Token.class,
              token -> c.anyOf().stream().anyMatch(code -> is(code, token)));
      case Criterion.Typed c ->
          entries.entries().contains(new Typed(c.field().code(), c.system(), c.code(), c.value()));
      case Criterion.Identified c ->
          any(
              entries,
              c.field(),
              Identified.class,
              identifier ->
                  is(
                      c.identifier(),
                      new Token(identifier.param(), identifier.system(), identifier.value())));
      case Criterion.Described c ->
          any(
              entries,
              c.field(),
              Concept.class,
              concept -> c.anyOf().stream().anyMatch(concept.text()::startsWith));
      case Criterion.Located c ->
          any(entries, c.field(), Uri.class, uri -> c.anyOf().contains(uri.value()));
      case Criterion.LocatedBelow c ->
          any(entries, c.field(), Below.class, below -> below.beginning().equals(c.uri()));
      case Criterion.Refers c ->
          any(
              entries,
              c.field(),
              Reference.class,
              to -> c.anyOf().contains(new ResourceId(to.targetType(), to.targetId())));
      case Criterion.Text c ->
          any(
              entries,
              c.field(),
              Text.class,
              text -> c.anyOf().stream().anyMatch(wanted -> goes(c.match(), text, wanted)));
      case Criterion.Within c -> within(c, entries);
      case Criterion.Pair c ->
          entries.entries().contains(new Pair(c.field().code(), c.first(), c.second()));
      case Criterion.PairWithin c ->
          any(
              entries,
              c.field(),
              PairAmount.class,
              pair ->
                  pair.first().equals(c.first())
                      && pair.unit().equals(c.second().unit())
                      && holds(c.second().comparison(), pair.low(), pair.high()));
      case Criterion.Near c ->
          any(entries, c.field(), Position.class, place -> kilometres(c, place) <= c.kilometres());
      case Criterion.Updated c ->
          entries.dates().stream()
              .filter(time -> time.param().equals("_lastUpdated"))
              .anyMatch(
                  time ->
                      c.anyOf().stream()
                          .anyMatch(wanted -> wanted.holds(time.lowMicros(), time.highMicros())));
      case Criterion.Ids c ->
          entries.tokens().stream()
              .anyMatch(token -> token.param().equals("_id") && c.ids().contains(token.code()));
      case Criterion.OfPatient c -> entries.patients().contains(c.id());
      case Criterion.InCompartment c ->
          c.references().stream()
              .anyMatch(field -> holds(new Criterion.Refers(field, List.of(c.of())), entries));
      case Criterion.Chain c -> throw notAlone();
      case Criterion.Has c -> throw notAlone();
      case Criterion.InValueSet c -> throw notAlone();
      case Criterion.Related c -> throw notAlone();
    };
  }

  private static IllegalStateException notAlone() {
    return new IllegalStateException("one resource does not tell");
  }

  private static <T extends Entry> boolean any(
      IndexEntries entries, Field field, Class<T> kind, Predicate<T> fits) {
    return entries.entries().stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .anyMatch(entry -> entry.param().equals(field.code()) && fits.test(entry));
  }

  private static boolean is(Code wanted, Token token) {
    String system = wanted.system();
    boolean systemFits =
        system == null
            || (system.isEmpty() ? token.system() == null : system.equals(token.system()));
    return systemFits && (wanted.code() == null || wanted.code().equals(token.code()));
  }

  private static boolean goes(Criterion.TextMatch match, Text text, String wanted) {
    return switch (match) {
      case START -> text.text().startsWith(wanted);
      case EXACT -> text.written().equals(wanted);
      case CONTAINS -> text.text().contains(wanted);
    };
  }

  private static boolean within(Criterion.Within within, IndexEntries entries) {
    for (Entry entry : entries.entries()) {
      if (entry.param().equals(within.field().code())) {
        boolean fits =
            switch (entry) {
              case Interval(String param, long low, long high) ->
                  within.anyOf().stream()
                      .anyMatch(value -> value.comparison().holds(low, Math.max(high, low + 1)));
              case IndexEntries.Value number -> within(within, Amounts.of(number));
              case Measure measure -> within(within, Amounts.of(measure));
              default -> false;
            };
        if (fits) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean within(Criterion.Within within, List<Amounts.Amount> amounts) {
    return amounts.stream()
        .anyMatch(
            amount ->
                within.anyOf().stream()
                    .anyMatch(
                        value ->
                            value.unit().equals(amount.unit())
                                && holds(value.comparison(), amount.low(), amount.high())));
  }

  private static boolean holds(Comparison comparison, double low, double high) {
    return comparison.holds(Ordered.of(low), Ordered.of(high));
  }

  /** The great-circle distance by the haversine formula, as in {@link Predicates}. */
  private static double kilometres(Criterion.Near near, Position place) {
    double north = Math.toRadians(place.latitude());
    double ofNorth = Math.toRadians(near.latitude());
    double height = Math.sin((north - ofNorth) / 2);
    double width = Math.sin(Math.toRadians(place.longitude() - near.longitude()) / 2);
    double half = height * height + Math.cos(north) * Math.cos(ofNorth) * width * width;
    return 2 * GLOBE_KILOMETRES * Math.asin(Math.min(1, Math.sqrt(half)));
  }
}

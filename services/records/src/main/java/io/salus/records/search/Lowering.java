package io.salus.records.search;

import io.salus.records.search.Criterion.Code;
import io.salus.records.search.Criterion.TextMatch;
import io.salus.records.store.TenantHash;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Turns what a client means into conditions on rows of the index of one tenant. */
final class Lowering {
  private final TenantHash hash;

  Lowering(TenantHash hash) {
    this.hash = hash;
  }

  /** The rows of the types that fulfil all criteria. */
  Clause.Rows rows(List<String> types, List<Criterion> criteria) {
    List<Clause> clauses = new ArrayList<>();
    for (Criterion criterion : criteria) {
      flatten(clause(criterion), clauses);
    }
    return new Clause.Rows(types.stream().map(hash::kind).toList(), together(clauses));
  }

  /** Two bounds of one parameter read one stretch of its index, not two long ones. */
  private List<Clause> together(List<Clause> clauses) {
    Map<Long, List<Clause.InRange>> ranges = new LinkedHashMap<>();
    List<Clause> rest = new ArrayList<>();
    for (Clause clause : clauses) {
      if (clause instanceof Clause.InRange range
          && range.anyOf().stream().map(Clause.Span::parameter).distinct().count() == 1) {
        long parameter = range.anyOf().getFirst().parameter();
        ranges.computeIfAbsent(parameter, p -> new ArrayList<>()).add(range);
      } else {
        rest.add(clause);
      }
    }
    ranges.forEach(
        (parameter, parts) ->
            rest.add(
                parts.size() == 1
                    ? parts.getFirst()
                    : new Clause.InRanges(parts, hash.several(parameter))));
    return rest;
  }

  private static void flatten(Clause clause, List<Clause> clauses) {
    if (clause instanceof Clause.Both both) {
      both.parts().forEach(part -> flatten(part, clauses));
    } else {
      clauses.add(clause);
    }
  }

  Clause clause(Criterion criterion) {
    return switch (criterion) {
      case Criterion.AllOf all -> new Clause.Both(all.parts().stream().map(this::clause).toList());
      case Criterion.AnyOf any -> either(any.parts().stream().map(this::clause).toList());
      case Criterion.Not not -> new Clause.Without(clause(not.part()));
      case Criterion.Present c -> carries(c.field(), type -> hash.present(type, c.field().code()));
      case Criterion.Coded c -> coded(c);
      case Criterion.Typed c ->
          carries(
              c.field(),
              type -> hash.typed(type, c.field().code(), c.system(), c.code(), c.value()));
      case Criterion.Identified c -> identified(c);
      case Criterion.Described c -> new Clause.CarriesDescribed(parameters(c.field()), c.anyOf());
      case Criterion.InValueSet c -> throw unresolved();
      case Criterion.Related c -> throw unresolved();
      case Criterion.Located c ->
          carriesAny(
              c.field(),
              type -> c.anyOf().stream().map(u -> hash.code(type, c.field().code(), u)).toList());
      case Criterion.LocatedBelow c ->
          carries(c.field(), type -> hash.below(type, c.field().code(), c.uri()));
      case Criterion.Refers c -> new Clause.RefersTo(parameters(c.field()), c.anyOf());
      case Criterion.Text c -> text(c);
      case Criterion.Within c -> within(c);
      case Criterion.Pair c ->
          carries(c.field(), type -> hash.pair(type, c.field().code(), c.first(), c.second()));
      case Criterion.PairWithin c -> pairWithin(c);
      case Criterion.Near c ->
          either(c.field().types().stream().<Clause>map(type -> near(c, type)).toList());
      case Criterion.Updated c ->
          new Clause.UpdatedIn(c.anyOf().stream().flatMap(o -> points(o).stream()).toList());
      case Criterion.Ids c -> new Clause.IsOneOf(c.types(), c.ids());
      case Criterion.OfPatient c -> new Clause.Carries(List.of(hash.patient(c.id())));
      case Criterion.InCompartment c ->
          new Clause.RefersTo(
              c.references().stream().flatMap(f -> parameters(f).stream()).toList(),
              List.of(c.of()));
      case Criterion.Chain c ->
          either(
              c.anyOf().stream()
                  .<Clause>map(
                      target ->
                          new Clause.LinksTo(
                              parameters(c.field()),
                              rows(List.of(target.type()), List.of(target.condition()))))
                  .toList());
      case Criterion.Has c ->
          new Clause.LinkedFrom(
              parameters(c.reference()), rows(c.reference().types(), List.of(c.condition())));
    };
  }

  private static IllegalStateException unresolved() {
    return new IllegalStateException("value sets are expanded before");
  }

  private static Clause either(List<Clause> parts) {
    return parts.size() == 1 ? parts.getFirst() : new Clause.Either(parts);
  }

  private List<Long> parameters(Field field) {
    return field.types().stream().map(type -> hash.parameter(type, field.code())).toList();
  }

  private static Clause carries(Field field, Function<String, Long> of) {
    return new Clause.Carries(field.types().stream().map(of).toList());
  }

  private static Clause carriesAny(Field field, Function<String, List<Long>> of) {
    return new Clause.Carries(field.types().stream().flatMap(t -> of.apply(t).stream()).toList());
  }

  private Clause coded(Criterion.Coded coded) {
    String parameter = coded.field().code();
    return carriesAny(
        coded.field(),
        type -> coded.anyOf().stream().map(code -> token(type, parameter, code)).toList());
  }

  private long token(String type, String parameter, Code code) {
    String system = code.system();
    String value = code.code();
    if (value == null) {
      return hash.system(type, parameter, String.valueOf(system));
    }
    return system == null
        ? hash.code(type, parameter, value)
        : hash.token(type, parameter, system.isEmpty() ? null : system, value);
  }

  private Clause identified(Criterion.Identified identified) {
    Code code = identified.identifier();
    String parameter = identified.field().code();
    String value = String.valueOf(code.code());
    return carries(
        identified.field(), type -> hash.identifier(type, parameter, code.system(), value));
  }

  private Clause text(Criterion.Text text) {
    return text.match() == TextMatch.EXACT
        ? carriesAny(
            text.field(),
            type ->
                text.anyOf().stream().map(t -> hash.exact(type, text.field().code(), t)).toList())
        : new Clause.HasText(
            parameters(text.field()), text.match() == TextMatch.CONTAINS, text.anyOf());
  }

  private Clause within(Criterion.Within within) {
    Field field = within.field();
    boolean time = field.kind() == io.salus.records.definition.SearchKind.DATE;
    List<Clause.Span> spans = new ArrayList<>();
    for (String type : field.types()) {
      for (Criterion.InUnit value : within.anyOf()) {
        long parameter = hash.range(type, field.code(), value.unit());
        value.comparison().anyOf().forEach(box -> spans.add(new Clause.Span(parameter, time, box)));
      }
    }
    return new Clause.InRange(spans);
  }

  private Clause pairWithin(Criterion.PairWithin pair) {
    Field field = pair.field();
    List<Clause.Span> spans = new ArrayList<>();
    for (String type : field.types()) {
      long parameter = hash.pair(type, field.code(), pair.first(), pair.second().unit());
      for (Box box : pair.second().comparison().anyOf()) {
        spans.add(new Clause.Span(parameter, true, box));
      }
    }
    return new Clause.InRange(spans);
  }

  /** A degree of latitude is nowhere shorter than 110.5 km, and a circle is as high as wide. */
  private Clause near(Criterion.Near near, String type) {
    long latitude = hash.range(type, near.field().code(), "latitude");
    long longitude = hash.range(type, near.field().code(), "longitude");
    long north = Math.round(near.latitude() * 1e6);
    long east = Math.round(near.longitude() * 1e6);
    long margin = Math.round(near.kilometres() / 110.5 * 1e6) + 1;
    Box box = Box.lowFrom(north - margin).and(Box.highTo(north + margin));
    return new Clause.Around(
        latitude,
        longitude,
        List.of(north, east, Math.round(near.kilometres() * 1000)),
        new Clause.InRange(List.of(new Clause.Span(latitude, false, box))));
  }

  /** For a point, whose half-open interval ends one microsecond on. */
  private static List<Box> points(Comparison comparison) {
    return comparison.anyOf().stream()
        .map(
            box ->
                new Box(
                    Math.max(box.lowFrom(), before(box.highFrom())),
                    Math.min(box.lowTo(), before(box.highTo())),
                    Long.MIN_VALUE,
                    Long.MAX_VALUE))
        .filter(box -> !box.isEmpty())
        .toList();
  }

  private static long before(long end) {
    return end == Long.MIN_VALUE || end == Long.MAX_VALUE ? end : end - 1;
  }
}

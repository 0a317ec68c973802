package io.salus.records.search;

import io.salus.records.search.Criterion.Code;
import io.salus.records.search.Criterion.Coded;
import io.salus.records.terminology.SystemCode;
import io.salus.records.terminology.Terminology;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.security.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Puts codes in the place of value sets and of what is above or below a code. */
@ApplicationScoped
class CodeSets {
  private final Terminology terminology;

  CodeSets(Terminology terminology) {
    this.terminology = terminology;
  }

  Uni<List<Criterion>> resolve(Caller caller, List<Criterion> criteria) {
    if (criteria.stream().noneMatch(CodeSets::isOpen)) {
      return Uni.createFrom().item(criteria);
    }
    Uni<List<Criterion>> resolved = Uni.createFrom().item(List.of());
    for (Criterion criterion : criteria) {
      resolved =
          resolved.flatMap(
              before ->
                  resolve(caller, criterion)
                      .map(
                          next -> {
                            List<Criterion> more = new ArrayList<>(before);
                            more.add(next);
                            return more;
                          }));
    }
    return resolved;
  }

  static boolean isOpen(Criterion criterion) {
    return switch (criterion) {
      case Criterion.InValueSet c -> true;
      case Criterion.Related c -> true;
      case Criterion.AllOf c -> c.parts().stream().anyMatch(CodeSets::isOpen);
      case Criterion.AnyOf c -> c.parts().stream().anyMatch(CodeSets::isOpen);
      case Criterion.Not c -> isOpen(c.part());
      case Criterion.Has c -> isOpen(c.condition());
      case Criterion.Chain c -> c.anyOf().stream().anyMatch(target -> isOpen(target.condition()));
      default -> false;
    };
  }

  private Uni<Criterion> resolve(Caller caller, Criterion criterion) {
    return switch (criterion) {
      case Criterion.InValueSet c ->
          terminology.expand(caller, c.url()).map(codes -> coded(c.field(), codes));
      case Criterion.Related c -> related(caller, c);
      case Criterion.AllOf c -> resolve(caller, c.parts()).map(Criterion.AllOf::new);
      case Criterion.AnyOf c -> resolve(caller, c.parts()).map(Criterion.AnyOf::new);
      case Criterion.Not c -> resolve(caller, c.part()).map(Criterion.Not::new);
      case Criterion.Has c ->
          resolve(caller, c.condition()).map(inner -> new Criterion.Has(c.reference(), inner));
      case Criterion.Chain c -> chain(caller, c);
      default -> Uni.createFrom().item(criterion);
    };
  }

  private Uni<Criterion> chain(Caller caller, Criterion.Chain chain) {
    Function<List<Criterion>, Criterion> rebuild =
        conditions -> {
          List<Criterion.Target> targets = new ArrayList<>();
          for (int i = 0; i < conditions.size(); i++) {
            targets.add(new Criterion.Target(chain.anyOf().get(i).type(), conditions.get(i)));
          }
          return new Criterion.Chain(chain.field(), targets);
        };
    return resolve(caller, chain.anyOf().stream().map(Criterion.Target::condition).toList())
        .map(rebuild);
  }

  private Uni<Criterion> related(Caller caller, Criterion.Related related) {
    Code code = related.code();
    String system = code.system();
    String value = code.code();
    if (system == null || system.isEmpty() || value == null) {
      throw new InvalidInput(
          "With :below and :above a value is `system|code`.", related.field().code());
    }
    return (related.below()
            ? terminology.descendants(caller, system, value)
            : terminology.ancestors(caller, system, value))
        .map(codes -> coded(related.field(), codes));
  }

  /** No code at all is found nowhere. */
  private static Criterion coded(Field field, List<SystemCode> codes) {
    return new Coded(
        field, codes.stream().map(code -> new Code(code.system(), code.code())).toList());
  }
}

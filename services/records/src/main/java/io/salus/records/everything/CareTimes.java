package io.salus.records.everything;

import io.salus.records.definition.R4;
import io.salus.records.definition.SearchKind;
import io.salus.records.definition.SearchParameter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The search parameter by which each resource type says when its care happened. */
final class CareTimes {
  /** The first that a type has. Patient has none of them: a date of birth is no care. */
  private static final List<String> CANDIDATES =
      List.of(
          "date",
          "onset-date",
          "effective-time",
          "authoredon",
          "authored",
          "period",
          "created",
          "started",
          "start-date",
          "whenprepared",
          "sent",
          "issued",
          "identified",
          "recorded",
          "recorded-date");

  static final Map<String, String> PARAMETERS =
      R4.resourceTypes().stream()
          .filter(type -> of(type).isPresent())
          .collect(
              Collectors.toUnmodifiableMap(Function.identity(), type -> of(type).orElseThrow()));

  private CareTimes() {}

  private static Optional<String> of(String type) {
    Set<String> dates =
        R4.searchParameters(type).stream()
            .filter(parameter -> parameter.kind() == SearchKind.DATE)
            .map(SearchParameter::code)
            .collect(Collectors.toSet());
    return CANDIDATES.stream().filter(dates::contains).findFirst();
  }
}

package io.salus.records.search;

import io.salus.records.definition.SearchKind;
import io.salus.records.index.SearchParam;
import io.salus.records.index.SearchParams;
import io.salus.records.store.TenantHash;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.security.Caller;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Understands a query string. What it does not know it names, so that no result is widened in
 * silence.
 */
final class SearchParser {
  static final int DEFAULT_COUNT = 20;
  static final int MOST = 1000;

  private final Caller caller;
  private final TenantHash hash;
  private final String type;
  private final List<Criterion> criteria = new ArrayList<>();
  private final List<SortKey> sort = new ArrayList<>();
  private final List<Include> includes = new ArrayList<>();
  private final List<QueryString.Parameter> used = new ArrayList<>();
  private final List<String> ignored = new ArrayList<>();
  private int count = DEFAULT_COUNT;
  private boolean total;
  private String page = "";

  private SearchParser(Caller caller, TenantHash hash, String type) {
    this.caller = caller;
    this.hash = hash;
    this.type = type;
  }

  static Search parse(Caller caller, TenantHash hash, String type, String query) {
    SearchParser parser = new SearchParser(caller, hash, type);
    for (QueryString.Parameter parameter : QueryString.parse(query)) {
      parser.add(parameter);
    }
    String patient = caller.patient();
    if (patient != null) {
      parser.criteria.add(new Criterion.Hashes(List.of(hash.patient(patient))));
    }
    return new Search(
        type,
        parser.criteria,
        parser.sort,
        parser.includes,
        parser.count,
        parser.total,
        parser.used,
        parser.ignored,
        parser.page);
  }

  /** Whether searches can use a parameter. */
  static boolean searchable(SearchParam parameter) {
    return switch (parameter.kind()) {
      case TOKEN, STRING, DATE, REFERENCE, URI -> true;
      case NUMBER, QUANTITY, COMPOSITE, SPECIAL -> false;
    };
  }

  private void add(QueryString.Parameter asked) {
    boolean understood =
        switch (asked.name()) {
          case "_format", "_pretty" -> true; // how the gateway prints
          case "_page" -> {
            page = asked.value();
            yield true;
          }
          case "_count" -> use(asked, this::count);
          case "_total" -> use(asked, this::total);
          case "_summary" -> asked.value().equals("count") && use(asked, p -> count = 0);
          case "_sort" -> use(asked, this::sort);
          case "_include" -> include(asked);
          case "_id" -> use(asked, this::ids);
          case "_lastUpdated" -> use(asked, this::updated);
          default -> criterion(asked);
        };
    if (!understood) {
      ignored.add(
          asked.modifier().isEmpty() ? asked.name() : asked.name() + ":" + asked.modifier());
    }
  }

  private interface Use {
    void of(QueryString.Parameter asked);
  }

  private boolean use(QueryString.Parameter asked, Use use) {
    Values.noModifier(asked);
    use.of(asked);
    used.add(asked);
    return true;
  }

  private void count(QueryString.Parameter asked) {
    try {
      count = Math.min(MOST, Integer.parseInt(asked.value()));
    } catch (NumberFormatException e) {
      count = -1;
    }
    if (count < 0) {
      throw new InvalidInput("_count is a number from 0.", "_count");
    }
  }

  private void total(QueryString.Parameter asked) {
    switch (asked.value()) {
      case "none" -> {}
      case "estimate", "accurate" -> total = true;
      default -> throw new InvalidInput("_total is none, estimate or accurate.", "_total");
    }
  }

  private void ids(QueryString.Parameter asked) {
    criteria.add(new Criterion.Ids(QueryString.split(asked.value(), ',')));
  }

  private void updated(QueryString.Parameter asked) {
    criteria.add(
        new Criterion.Updated(
            QueryString.split(asked.value(), ',').stream()
                .map(value -> TimeComparison.parse("_lastUpdated", value))
                .toList()));
  }

  private void sort(QueryString.Parameter asked) {
    for (String rule : QueryString.split(asked.value(), ',')) {
      boolean descending = rule.startsWith("-");
      String code = descending ? rule.substring(1) : rule;
      SortKey.Kind kind =
          switch (code) {
            case "_lastUpdated" -> SortKey.Kind.LAST_UPDATED;
            case "_id" -> SortKey.Kind.ID;
            default -> sortKind(code);
          };
      sort.add(
          new SortKey(
              kind,
              descending,
              kind == SortKey.Kind.DATE ? hash.range(type, code, "") : hash.parameter(type, code)));
    }
  }

  private SortKey.Kind sortKind(String code) {
    SearchKind kind =
        SearchParams.find(type, code)
            .map(SearchParam::kind)
            .orElseThrow(() -> new InvalidInput("_sort names an unknown parameter.", "_sort"));
    return switch (kind) {
      case DATE -> SortKey.Kind.DATE;
      case STRING -> SortKey.Kind.STRING;
      case TOKEN, REFERENCE, URI, NUMBER, QUANTITY, COMPOSITE, SPECIAL ->
          throw new InvalidInput(
              "_sort goes by parameters of the types date and string, _id and _lastUpdated.",
              "_sort");
    };
  }

  private boolean include(QueryString.Parameter asked) {
    String[] parts = asked.value().split(":", -1);
    if (!asked.modifier().isEmpty() || parts.length < 2 || parts.length > 3) {
      return false;
    }
    Optional<SearchParam> parameter =
        parts[0].equals(type) ? SearchParams.find(type, parts[1]) : Optional.empty();
    if (parameter.isEmpty() || parameter.get().kind() != SearchKind.REFERENCE) {
      return false;
    }
    Collection<String> targets = parts.length == 3 ? List.of(parts[2]) : parameter.get().targets();
    includes.add(
        new Include(
            hash.parameter(type, parts[1]),
            targets.stream()
                .filter(parameter.get().targets()::contains)
                .filter(target -> caller.hasFhir(target, 'r'))
                .sorted()
                .toList()));
    used.add(asked);
    return true;
  }

  private boolean criterion(QueryString.Parameter asked) {
    Optional<SearchParam> parameter =
        SearchParams.find(type, asked.name()).filter(SearchParser::searchable);
    if (parameter.isEmpty()) {
      return false;
    }
    criteria.add(Values.criterion(hash, parameter.get(), asked));
    used.add(asked);
    return true;
  }
}

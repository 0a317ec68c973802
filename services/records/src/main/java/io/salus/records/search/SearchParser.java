package io.salus.records.search;

import io.salus.records.definition.SearchKind;
import io.salus.records.index.TenantParams;
import io.salus.records.search.Criterion.OfPatient;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.security.Caller;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Understands a query string. What it does not know it names, so that no result is widened in
 * silence.
 */
final class SearchParser {
  static final int DEFAULT_COUNT = 20;
  static final int MOST = 1000;
  private static final int MOST_PARAMETERS = 200;

  /** They shape a page of results; how an answer is printed may be said with any request. */
  private static final Set<String> OF_RESULTS =
      Set.of(
          "_elements",
          "_type",
          "_page",
          "_count",
          "_total",
          "_summary",
          "_sort",
          "_include",
          "_revinclude",
          "_contained",
          "_containedType");

  /** Each is a column of the statement, of which PostgreSQL takes 1,664. */
  private static final int MOST_SORT_KEYS = 20;

  private final Scope scope;
  private final TenantParams params;
  private final CriterionParser criterionParser;
  private final IncludeParser includeParser;
  private final List<Criterion> criteria = new ArrayList<>();
  private final List<SortKey> sort = new ArrayList<>();
  private final List<Include> includes = new ArrayList<>();
  private final List<Include> revincludes = new ArrayList<>();
  private final List<QueryString.Parameter> used = new ArrayList<>();
  private final List<String> ignored = new ArrayList<>();
  private int count = DEFAULT_COUNT;
  private Search.Total total = Search.Total.NONE;
  private String page = "";

  private SearchParser(Caller caller, Scope scope, String baseUrl) {
    this.scope = scope;
    this.params = TenantParams.of(caller.tenant());
    this.criterionParser =
        new CriterionParser(caller, params, new ValueParser(params, baseUrl, Clock.systemUTC()));
    this.includeParser = new IncludeParser(caller, params, scope.types());
  }

  /**
   * @param baseUrl of this server, to tell its own resources from others
   */
  static Search parse(Caller caller, Scope scope, String query, String baseUrl) {
    List<QueryString.Parameter> asked = QueryString.parse(query);
    if (asked.size() > MOST_PARAMETERS) {
      throw new InvalidInput("A search takes at most " + MOST_PARAMETERS + " parameters.");
    }
    SearchParser parser = new SearchParser(caller, scope, baseUrl);
    asked.forEach(parser::add);
    parser.criteria.addAll(scope.criteria());
    String patient = caller.patient();
    if (patient != null) {
      parser.criteria.add(new OfPatient(patient));
    }
    return new Search(
        scope.path(),
        scope.types(),
        parser.criteria,
        parser.sort,
        parser.includes,
        parser.revincludes,
        parser.count,
        parser.total,
        parser.used,
        parser.ignored,
        parser.page);
  }

  /** What is asked of single resources, without a word about a result. */
  static Search conditions(Caller caller, String type, String query, String baseUrl) {
    if (QueryString.parse(query).stream().anyMatch(p -> OF_RESULTS.contains(p.name()))) {
      throw new InvalidInput("It names conditions only, nothing about results.");
    }
    Search search = parse(caller, Scope.ofType(type), query, baseUrl);
    if (!search.ignored().isEmpty()) {
      throw new InvalidInput("It names a search parameter that the type does not have.");
    }
    return search;
  }

  private void add(QueryString.Parameter asked) {
    boolean understood =
        switch (asked.name()) {
          case "_format", "_pretty" -> true; // how it is printed
          case "_elements" -> use(asked, p -> {});
          case "_type" -> scope.takesTypes() && use(asked, p -> {});
          case "_page" -> {
            page = asked.value();
            yield true;
          }
          case "_count" -> use(asked, this::count);
          case "_total" -> use(asked, this::total);
          case "_summary" -> use(asked, this::summary);
          case "_sort" -> use(asked, this::sort);
          case "_include" -> includeParser.forwards(asked, includes) && used.add(asked);
          case "_revinclude" -> includeParser.backwards(asked, revincludes) && used.add(asked);
          default -> criterion(asked);
        };
    if (!understood) {
      ignored.add(asked.key());
    }
  }

  private interface Use {
    void of(QueryString.Parameter asked);
  }

  private boolean use(QueryString.Parameter asked, Use use) {
    if (!asked.modifier().isEmpty()) {
      throw ValueParser.unknownModifier(asked.name());
    }
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

  private void summary(QueryString.Parameter asked) {
    if (asked.value().equals("count")) {
      count = 0;
    }
  }

  private void total(QueryString.Parameter asked) {
    total =
        switch (asked.value()) {
          case "none" -> Search.Total.NONE;
          case "estimate" -> Search.Total.ESTIMATE;
          case "accurate" -> Search.Total.ACCURATE;
          default -> throw new InvalidInput("_total is none, estimate or accurate.", "_total");
        };
  }

  private void sort(QueryString.Parameter asked) {
    List<String> rules = QueryString.split(asked.value(), ',');
    if (sort.size() + rules.size() > MOST_SORT_KEYS) {
      throw new InvalidInput("_sort has at most " + MOST_SORT_KEYS + " keys.", "_sort");
    }
    for (String rule : rules) {
      boolean descending = rule.startsWith("-");
      String code = descending ? rule.substring(1) : rule;
      sort.add(new SortKey(sortField(code), descending));
    }
  }

  private Field sortField(String code) {
    if (code.equals("_id") || code.equals("_lastUpdated")) {
      return new Field(scope.types(), code, SearchKind.TOKEN);
    }
    Field field = CriterionParser.field(params, scope.types(), code);
    if (field == null) {
      throw new InvalidInput("_sort names an unknown parameter.", "_sort");
    }
    if (field.kind() == SearchKind.COMPOSITE || field.kind() == SearchKind.SPECIAL) {
      throw new InvalidInput("Values of this parameter have no order.", "_sort");
    }
    return field;
  }

  private boolean criterion(QueryString.Parameter asked) {
    Criterion criterion = criterionParser.parse(scope.types(), asked.key(), asked.value());
    if (criterion == null) {
      return false;
    }
    criteria.add(criterion);
    used.add(asked);
    return true;
  }
}

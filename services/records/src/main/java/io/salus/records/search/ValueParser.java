package io.salus.records.search;

import io.salus.records.definition.R4;
import io.salus.records.index.SearchText;
import io.salus.records.index.TenantParams;
import io.salus.records.index.Ucum;
import io.salus.records.search.Criterion.Code;
import io.salus.records.search.Criterion.Coded;
import io.salus.records.search.Criterion.Described;
import io.salus.records.search.Criterion.Identified;
import io.salus.records.search.Criterion.InUnit;
import io.salus.records.search.Criterion.InValueSet;
import io.salus.records.search.Criterion.Located;
import io.salus.records.search.Criterion.LocatedBelow;
import io.salus.records.search.Criterion.Not;
import io.salus.records.search.Criterion.Present;
import io.salus.records.search.Criterion.Refers;
import io.salus.records.search.Criterion.Related;
import io.salus.records.search.Criterion.Text;
import io.salus.records.search.Criterion.TextMatch;
import io.salus.records.search.Criterion.Typed;
import io.salus.records.search.Criterion.Within;
import io.salus.records.store.ResourceId;
import io.salus.service.errors.AppException.InvalidInput;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What the values of one search parameter mean; commas between them say "or". */
final class ValueParser {
  private final TenantParams params;
  private final String baseUrl;
  private final Clock clock;

  /**
   * @param baseUrl of this server: references that start with it are to its own resources
   */
  ValueParser(TenantParams params, String baseUrl, Clock clock) {
    this.params = params;
    this.baseUrl = baseUrl;
    this.clock = clock;
  }

  Criterion criterion(Field field, String modifier, String value) {
    if (modifier.equals("missing")) {
      return switch (value) {
        case "true" -> new Not(new Present(field));
        case "false" -> new Present(field);
        default -> throw new InvalidInput(":missing is true or false.", field.code());
      };
    }
    List<String> values = CriterionParser.split(field.code(), value);
    return switch (field.kind()) {
      case TOKEN -> token(field, modifier, values);
      case URI -> uri(field, modifier, values);
      case REFERENCE -> reference(field, modifier, values);
      case STRING -> text(field, modifier, values);
      case DATE -> {
        plain(field, modifier);
        yield new Within(
            field, values.stream().map(v -> new InUnit("", time(field.code(), v))).toList());
      }
      case NUMBER -> {
        plain(field, modifier);
        yield new Within(field, values.stream().map(v -> number(field, v)).toList());
      }
      case QUANTITY -> {
        plain(field, modifier);
        yield new Within(field, values.stream().flatMap(v -> quantity(field, v).stream()).toList());
      }
      case COMPOSITE -> {
        plain(field, modifier);
        yield new CompositeParser(params, this).criterion(field, values);
      }
      case SPECIAL -> {
        plain(field, modifier);
        yield NearParser.criterion(field, values);
      }
    };
  }

  Comparison time(String code, String value) {
    return TimeValue.parse(code, value, clock);
  }

  static InvalidInput unknownModifier(String code) {
    return new InvalidInput(
        "The modifier of the search parameter is not supported.", Names.plain(code));
  }

  private static void plain(Field field, String modifier) {
    if (!modifier.isEmpty()) {
      throw unknownModifier(field.code());
    }
  }

  private static Criterion token(Field field, String modifier, List<String> values) {
    return switch (modifier) {
      case "" -> coded(field, values);
      case "not" -> new Not(coded(field, values));
      case "text" -> new Described(field, values.stream().map(v -> normal(field, v)).toList());
      case "in" -> inValueSet(field, values);
      case "not-in" -> new Not(inValueSet(field, values));
      case "below", "above" ->
          CriterionParser.anyOf(
              values.stream()
                  .map(v -> new Related(field, code(field, v), modifier.equals("below")))
                  .toList());
      case "of-type" -> CriterionParser.anyOf(values.stream().map(v -> typed(field, v)).toList());
      default -> throw unknownModifier(field.code());
    };
  }

  private static Criterion coded(Field field, List<String> values) {
    return new Coded(field, values.stream().map(v -> code(field, v)).toList());
  }

  private static Criterion inValueSet(Field field, List<String> values) {
    return CriterionParser.anyOf(
        values.stream().map(v -> new InValueSet(field, QueryString.unescape(v))).toList());
  }

  private static Code code(Field field, String value) {
    List<String> parts = QueryString.split(value, '|');
    String code = QueryString.unescape(parts.getLast());
    if (parts.size() == 1) {
      return new Code(null, code);
    }
    String system = QueryString.unescape(parts.getFirst());
    if (parts.size() > 2 || (system.isEmpty() && code.isEmpty())) {
      throw new InvalidInput(
          "A token is `code`, `system|code`, `|code` or `system|`.", field.code());
    }
    return new Code(system, code.isEmpty() ? null : code);
  }

  private static Criterion typed(Field field, String value) {
    List<String> parts = QueryString.split(value, '|').stream().map(QueryString::unescape).toList();
    if (parts.size() != 3 || parts.get(1).isEmpty() || parts.get(2).isEmpty()) {
      throw new InvalidInput("With :of-type a value is `system|code|value`.", field.code());
    }
    String system = parts.get(0).isEmpty() ? null : parts.get(0);
    return new Typed(field, system, parts.get(1), parts.get(2));
  }

  private static Criterion uri(Field field, String modifier, List<String> values) {
    List<String> uris = values.stream().map(QueryString::unescape).toList();
    return switch (modifier) {
      case "" -> new Located(field, uris);
      case "below" ->
          CriterionParser.anyOf(
              uris.stream().map(u -> new LocatedBelow(field, u.replaceAll("/+$", ""))).toList());
      case "above" -> new Located(field, uris.stream().flatMap(u -> above(u).stream()).toList());
      default -> throw unknownModifier(field.code());
    };
  }

  /** The uri and what its segments begin with. */
  private static List<String> above(String uri) {
    List<String> beginnings = new ArrayList<>(List.of(uri));
    for (int end = uri.lastIndexOf('/'); end > 0; end = uri.lastIndexOf('/', end - 1)) {
      beginnings.add(uri.substring(0, end));
      beginnings.add(uri.substring(0, end + 1));
    }
    return beginnings;
  }

  private static Criterion text(Field field, String modifier, List<String> values) {
    return switch (modifier) {
      case "" ->
          new Text(field, TextMatch.START, values.stream().map(v -> normal(field, v)).toList());
      case "contains" ->
          new Text(field, TextMatch.CONTAINS, values.stream().map(v -> normal(field, v)).toList());
      case "exact" ->
          new Text(field, TextMatch.EXACT, values.stream().map(QueryString::unescape).toList());
      default -> throw unknownModifier(field.code());
    };
  }

  private static String normal(Field field, String value) {
    String normal = SearchText.normalise(QueryString.unescape(value));
    if (normal.isEmpty()) {
      throw new InvalidInput("The search parameter has no value.", field.code());
    }
    return normal;
  }

  static InUnit number(Field field, String value) {
    NumberValue number = NumberValue.parse(field.code(), value);
    return new InUnit("", number.comparison(n -> n));
  }

  /** In each of the forms in which it may be indexed. */
  List<InUnit> quantity(Field field, String value) {
    List<String> parts = QueryString.split(value, '|').stream().map(QueryString::unescape).toList();
    NumberValue number = NumberValue.parse(field.code(), parts.getFirst());
    if (parts.size() == 1) {
      return List.of(new InUnit("", number.comparison(n -> n)));
    }
    if (parts.size() != 3 || parts.get(2).isEmpty()) {
      throw new InvalidInput(
          "A quantity is `number`, `number|system|code` or `number||code`.", field.code());
    }
    String system = parts.get(1);
    String code = parts.get(2);
    List<InUnit> units = new ArrayList<>();
    String unit =
        system.isEmpty() || system.equals(Ucum.SYSTEM)
            ? Ucum.canonical(BigDecimal.ONE, code).map(Ucum.Canonical::unit).orElse(null)
            : null;
    if (unit != null) {
      units.add(
          new InUnit(
              "u|" + unit,
              number.comparison(
                  n -> Ucum.canonical(n, code).map(Ucum.Canonical::value).orElse(n))));
    }
    if (unit == null || system.isEmpty()) {
      units.add(new InUnit("c|" + system + "|" + code, number.comparison(n -> n)));
    }
    return units;
  }

  private Criterion reference(Field field, String modifier, List<String> values) {
    if (modifier.equals("identifier")) {
      return CriterionParser.anyOf(
          values.stream().map(v -> new Identified(field, code(field, v))).toList());
    }
    Collection<String> targets = CriterionParser.targets(params, field);
    if (!modifier.isEmpty()) {
      if (!targets.contains(modifier)) {
        throw unknownModifier(field.code());
      }
      targets = List.of(modifier);
    }
    List<ResourceId> local = new ArrayList<>();
    List<String> urls = new ArrayList<>();
    for (String value : values) {
      String text = QueryString.unescape(value);
      String relative =
          !baseUrl.isEmpty() && text.startsWith(baseUrl + "/")
              ? text.substring(baseUrl.length() + 1)
              : text;
      if (relative.indexOf(':') >= 0) {
        urls.add(relative);
      } else {
        local.addAll(resources(field, targets, relative));
      }
    }
    List<Criterion> parts = new ArrayList<>();
    if (!local.isEmpty()) {
      parts.add(new Refers(field, local));
    }
    if (!urls.isEmpty()) {
      parts.add(new Located(field, urls));
    }
    return CriterionParser.anyOf(parts);
  }

  private static List<ResourceId> resources(
      Field field, Collection<String> targets, String reference) {
    int slash = reference.indexOf('/');
    String id = reference.substring(slash + 1);
    Collection<String> types = slash < 0 ? targets : List.of(reference.substring(0, slash));
    if (!ResourceId.isId(id) || !types.stream().allMatch(R4::isResourceType)) {
      throw new InvalidInput("A reference is `Type/id`, `id` or a url.", field.code());
    }
    return types.stream().map(type -> new ResourceId(type, id)).toList();
  }
}

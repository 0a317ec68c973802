package io.salus.records.subscription;

import io.salus.records.definition.R4;
import io.salus.records.index.IndexEntries.Text;
import io.salus.records.index.SearchParam;
import io.salus.records.index.SearchText;
import io.salus.records.store.ResourceId;
import io.salus.records.subscription.Criterion.TokenValue;
import io.salus.service.errors.AppException.InvalidInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** What one parameter of criteria means. */
final class CriterionParser {
  private static final int MOST_VALUES = 500;

  private final SearchParam parameter;
  private final String modifier;
  private final List<String> values;
  private final String place;

  private CriterionParser(
      SearchParam parameter, String modifier, List<String> values, String place) {
    this.parameter = parameter;
    this.modifier = modifier;
    this.values = values;
    this.place = place;
  }

  static Criterion parse(SearchParam parameter, String modifier, String value, String place) {
    List<String> values = Escaped.split(value, ',');
    if (values.stream().anyMatch(String::isBlank) || values.size() > MOST_VALUES) {
      throw new InvalidInput("A parameter has 1 to " + MOST_VALUES + " values.", place);
    }
    return new CriterionParser(parameter, modifier, values, place).parse();
  }

  private Criterion parse() {
    String code = parameter.code();
    if (modifier.equals("missing")) {
      return new Criterion.Missing(code, flag());
    }
    return switch (parameter.kind()) {
      case TOKEN -> token(code);
      case STRING -> string(code);
      case DATE -> {
        refuseModifier();
        yield new Criterion.Times(
            code, values.stream().map(v -> TimeValue.parse(v, place)).toList());
      }
      case NUMBER -> {
        refuseModifier();
        yield new Criterion.Numbers(
            code, values.stream().map(v -> NumberValue.parse(v, place)).toList());
      }
      case QUANTITY -> {
        refuseModifier();
        yield new Criterion.Quantities(
            code, values.stream().map(v -> QuantityValue.parse(v, place)).toList());
      }
      case REFERENCE -> reference(code);
      case URI -> uri(code);
      case COMPOSITE, SPECIAL ->
          throw new InvalidInput(
              "Criteria cannot be evaluated with composite and special parameters.", place);
    };
  }

  private Criterion token(String code) {
    Criterion tokens = new Criterion.Tokens(code, values.stream().map(this::tokenValue).toList());
    return switch (modifier) {
      case "" -> tokens;
      case "not" -> new Criterion.Not(tokens);
      case "text" -> new Criterion.Concepts(code, texts());
      default -> throw unknownModifier();
    };
  }

  private TokenValue tokenValue(String value) {
    List<String> parts = Escaped.split(value, '|');
    String code = Escaped.plain(parts.getLast());
    if (parts.size() == 1) {
      return new TokenValue(null, code);
    }
    String system = Escaped.plain(parts.getFirst());
    if (parts.size() > 2 || (system.isEmpty() && code.isEmpty())) {
      throw new InvalidInput("A token is `code`, `system|code`, `|code` or `system|`.", place);
    }
    return new TokenValue(system, code);
  }

  private Criterion string(String code) {
    List<String> wanted = values.stream().map(Escaped::plain).toList();
    List<String> normal = texts();
    Predicate<Text> fits =
        switch (modifier) {
          case "" -> text -> normal.stream().anyMatch(text.text()::startsWith);
          case "contains" -> text -> normal.stream().anyMatch(text.text()::contains);
          case "exact" -> text -> wanted.contains(text.written());
          default -> throw unknownModifier();
        };
    return new Criterion.Texts(code, fits);
  }

  private List<String> texts() {
    List<String> texts =
        values.stream().map(value -> SearchText.normalise(Escaped.plain(value))).toList();
    if (texts.stream().anyMatch(String::isEmpty)) {
      throw new InvalidInput("The parameter has a text.", place);
    }
    return texts;
  }

  private Criterion uri(String code) {
    List<String> uris = values.stream().map(Escaped::plain).toList();
    Predicate<String> fits =
        switch (modifier) {
          case "" -> uris::contains;
          case "below" -> uri -> uris.stream().anyMatch(wanted -> isBelow(uri, wanted));
          case "above" -> uri -> uris.stream().anyMatch(wanted -> isBelow(wanted, uri));
          default -> throw unknownModifier();
        };
    return new Criterion.Uris(code, fits);
  }

  private static boolean isBelow(String uri, String beginning) {
    String parent = beginning.replaceAll("/+$", "");
    return uri.equals(parent) || uri.startsWith(parent + "/");
  }

  private Criterion reference(String code) {
    if (modifier.equals("identifier")) {
      return new Criterion.ByIdentifier(code, values.stream().map(this::tokenValue).toList());
    }
    if (!modifier.isEmpty() && !R4.isResourceType(modifier)) {
      throw unknownModifier();
    }
    List<Criterion> any = new ArrayList<>();
    for (String value : values) {
      String text = Escaped.plain(value);
      if (text.indexOf(':') >= 0) {
        any.add(new Criterion.Uris(code, text::equals));
        continue;
      }
      int slash = text.indexOf('/');
      String id = text.substring(slash + 1);
      String type = slash < 0 ? modifier : text.substring(0, slash);
      boolean known = type.isEmpty() ? slash < 0 : R4.isResourceType(type);
      if (!ResourceId.isId(id) || !known) {
        throw new InvalidInput("A reference is `Type/id` or `id`.", place);
      }
      any.add(new Criterion.References(code, type.isEmpty() ? Set.of() : Set.of(type), id));
    }
    return any.size() == 1 ? any.getFirst() : new Criterion.Any(any);
  }

  private boolean flag() {
    return switch (values.getFirst()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new InvalidInput("The modifier :missing takes true or false.", place);
    };
  }

  private void refuseModifier() {
    if (!modifier.isEmpty()) {
      throw unknownModifier();
    }
  }

  private InvalidInput unknownModifier() {
    return new InvalidInput(
        "Criteria cannot be evaluated with this modifier of the search parameter.", place);
  }
}

package io.salus.records.search;

import io.salus.records.definition.R4;
import io.salus.records.index.SearchParam;
import io.salus.records.index.SearchText;
import io.salus.records.store.ResourceId;
import io.salus.records.store.TenantHash;
import io.salus.service.errors.AppException.InvalidInput;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What the values of one search parameter mean; commas between them say "or". */
final class Values {
  private Values() {}

  static Criterion criterion(TenantHash hash, SearchParam parameter, QueryString.Parameter asked) {
    List<String> values = QueryString.split(asked.value(), ',');
    if (values.stream().anyMatch(String::isBlank)) {
      throw new InvalidInput("The search parameter has no value.", parameter.code());
    }
    return switch (parameter.kind()) {
      case TOKEN -> {
        noModifier(asked);
        yield new Criterion.Hashes(values.stream().map(v -> token(hash, parameter, v)).toList());
      }
      case URI -> {
        noModifier(asked);
        yield new Criterion.Hashes(values.stream().map(v -> uri(hash, parameter, v)).toList());
      }
      case REFERENCE -> references(hash, parameter, asked.modifier(), values);
      case STRING -> {
        noModifier(asked);
        yield new Criterion.Prefixes(
            hash.parameter(parameter.type(), parameter.code()),
            values.stream().map(v -> text(parameter, v)).toList());
      }
      case DATE -> {
        noModifier(asked);
        yield new Criterion.Times(
            hash.range(parameter.type(), parameter.code(), ""),
            values.stream().map(v -> TimeComparison.parse(parameter.code(), v)).toList());
      }
      case NUMBER, QUANTITY, COMPOSITE, SPECIAL ->
          throw new IllegalStateException("not searchable: " + parameter.kind());
    };
  }

  static void noModifier(QueryString.Parameter asked) {
    if (!asked.modifier().isEmpty()) {
      throw new InvalidInput(
          "The modifier of the search parameter is not supported.", asked.name());
    }
  }

  private static long token(TenantHash hash, SearchParam parameter, String value) {
    List<String> parts = QueryString.split(value, '|');
    String type = parameter.type();
    String code = QueryString.unescape(parts.getLast());
    if (parts.size() == 1) {
      return hash.code(type, parameter.code(), code);
    }
    String system = QueryString.unescape(parts.getFirst());
    if (parts.size() > 2 || (system.isEmpty() && code.isEmpty())) {
      throw new InvalidInput(
          "A token is `code`, `system|code`, `|code` or `system|`.", parameter.code());
    }
    if (code.isEmpty()) {
      return hash.system(type, parameter.code(), system);
    }
    return hash.token(type, parameter.code(), system.isEmpty() ? null : system, code);
  }

  private static long uri(TenantHash hash, SearchParam parameter, String value) {
    return hash.code(parameter.type(), parameter.code(), QueryString.unescape(value));
  }

  private static String text(SearchParam parameter, String value) {
    String normal = SearchText.normalise(QueryString.unescape(value));
    if (normal.isEmpty()) {
      throw new InvalidInput("The search parameter has no value.", parameter.code());
    }
    return normal;
  }

  private static Criterion references(
      TenantHash hash, SearchParam parameter, String modifier, List<String> values) {
    List<Long> uris = new ArrayList<>();
    List<ResourceId> targets = new ArrayList<>();
    for (String value : values) {
      String text = QueryString.unescape(value);
      if (text.indexOf(':') >= 0) {
        uris.add(uri(hash, parameter, value));
      } else {
        targets.addAll(targets(parameter, modifier, text));
      }
    }
    Criterion edges =
        new Criterion.Edges(hash.parameter(parameter.type(), parameter.code()), targets);
    if (uris.isEmpty()) {
      return edges;
    }
    Criterion urls = new Criterion.Hashes(uris);
    return targets.isEmpty() ? urls : new Criterion.Either(List.of(edges, urls));
  }

  private static List<ResourceId> targets(SearchParam parameter, String modifier, String text) {
    int slash = text.indexOf('/');
    String id = text.substring(slash + 1);
    Collection<String> types = parameter.targets();
    if (!modifier.isEmpty()) {
      types = List.of(modifier);
    } else if (slash >= 0) {
      types = List.of(text.substring(0, slash));
    }
    if (!ResourceId.isId(id) || !types.stream().allMatch(R4::isResourceType)) {
      throw new InvalidInput("A reference is `Type/id` or `id`.", parameter.code());
    }
    return types.stream().map(type -> new ResourceId(type, id)).toList();
  }
}

package io.salus.records.search;

import io.salus.records.definition.R4;
import io.salus.records.definition.SearchKind;
import io.salus.records.index.SearchParam;
import io.salus.records.index.TenantParams;
import io.salus.records.search.Criterion.AllOf;
import io.salus.records.search.Criterion.AnyOf;
import io.salus.records.search.Criterion.Chain;
import io.salus.records.search.Criterion.Has;
import io.salus.records.search.Criterion.Ids;
import io.salus.records.search.Criterion.Not;
import io.salus.records.search.Criterion.OfPatient;
import io.salus.records.search.Criterion.Target;
import io.salus.records.search.Criterion.Updated;
import io.salus.records.store.ResourceId;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.security.Caller;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Understands the parameters that say what is looked for, chains and reverse chains included. What
 * a chain goes through is in the caller's compartment and needs the caller's right to search it.
 */
final class CriterionParser {
  private static final int DEEPEST = 8;
  private static final int MOST_VALUES = 1000;

  private final Caller caller;
  private final TenantParams params;
  private final ValueParser values;

  CriterionParser(Caller caller, TenantParams params, ValueParser values) {
    this.caller = caller;
    this.params = params;
    this.values = values;
  }

  /** The condition, or null when the types have no such parameter. */
  @Nullable Criterion parse(List<String> types, String key, String value) {
    return parse(types, key, value, 0);
  }

  private @Nullable Criterion parse(List<String> types, String key, String value, int depth) {
    if (depth > DEEPEST) {
      throw new InvalidInput("A search goes over at most " + DEEPEST + " references.");
    }
    if (key.startsWith("_has:")) {
      return has(types, key, value, depth);
    }
    int dot = key.indexOf('.');
    if (dot >= 0) {
      return chain(types, key.substring(0, dot), key.substring(dot + 1), value, depth);
    }
    int colon = key.indexOf(':');
    String code = colon < 0 ? key : key.substring(0, colon);
    String modifier = colon < 0 ? "" : key.substring(colon + 1);
    return switch (code) {
      case "_id" -> ids(types, modifier, value);
      case "_lastUpdated" -> updated(modifier, value);
      case "_list" -> list(types, modifier, value, depth);
      default -> {
        Field field = field(params, types, code);
        yield field == null ? null : values.criterion(field, modifier, value);
      }
    };
  }

  /** Null unless each of the types has the parameter. */
  static @Nullable Field field(TenantParams params, List<String> types, String code) {
    SearchKind kind = null;
    for (String type : types) {
      SearchParam found = params.find(type, code).orElse(null);
      if (found == null || (kind != null && kind != found.kind())) {
        return null;
      }
      kind = found.kind();
    }
    return kind == null ? null : new Field(types, code, kind);
  }

  static Set<String> targets(TenantParams params, Field field) {
    Set<String> targets = new LinkedHashSet<>();
    for (String type : field.types()) {
      params.find(type, field.code()).ifPresent(param -> targets.addAll(param.targets()));
    }
    return targets;
  }

  static List<String> split(String code, String value) {
    List<String> parts = QueryString.split(value, ',');
    if (parts.stream().anyMatch(String::isBlank)) {
      throw new InvalidInput("The search parameter has no value.", Names.plain(code));
    }
    if (parts.size() > MOST_VALUES) {
      throw new InvalidInput(
          "A search parameter takes at most " + MOST_VALUES + " values.", Names.plain(code));
    }
    return parts;
  }

  private static Criterion ids(List<String> types, String modifier, String value) {
    List<String> ids = split("_id", value).stream().map(QueryString::unescape).toList();
    return switch (modifier) {
      case "" -> new Ids(types, ids.stream().filter(ResourceId::isId).toList());
      case "not" -> new Not(new Ids(types, ids.stream().filter(ResourceId::isId).toList()));
      default -> throw ValueParser.unknownModifier("_id");
    };
  }

  private Criterion updated(String modifier, String value) {
    if (!modifier.isEmpty()) {
      throw ValueParser.unknownModifier("_lastUpdated");
    }
    return new Updated(
        split("_lastUpdated", value).stream().map(v -> values.time("_lastUpdated", v)).toList());
  }

  /** Being an item of a List. */
  private @Nullable Criterion list(List<String> types, String modifier, String value, int depth) {
    if (!modifier.isEmpty()) {
      throw ValueParser.unknownModifier("_list");
    }
    return has(types, "_has:List:item:_id", value, depth);
  }

  private @Nullable Criterion has(List<String> types, String key, String value, int depth) {
    String[] parts = key.split(":", 4);
    if (parts.length < 4 || !R4.isResourceType(parts[1])) {
      throw new InvalidInput("_has goes as _has:Type:reference:parameter.", "_has");
    }
    String source = parts[1];
    Field reference = field(params, List.of(source), parts[2]);
    if (reference == null
        || reference.kind() != SearchKind.REFERENCE
        || types.stream().noneMatch(targets(params, reference)::contains)) {
      return null;
    }
    caller.requireFhir(source, 's');
    Criterion inner = parse(List.of(source), parts[3], value, depth + 1);
    return inner == null ? null : new Has(reference, within(inner));
  }

  private @Nullable Criterion chain(
      List<String> types, String head, String rest, String value, int depth) {
    int colon = head.indexOf(':');
    Field field = field(params, types, colon < 0 ? head : head.substring(0, colon));
    if (field == null || field.kind() != SearchKind.REFERENCE) {
      return null;
    }
    Set<String> possible = targets(params, field);
    List<Target> reached = new ArrayList<>();
    if (colon >= 0) {
      String type = head.substring(colon + 1);
      if (!possible.contains(type)) {
        throw new InvalidInput("The reference does not go to this type.", Names.plain(head));
      }
      caller.requireFhir(type, 's');
      Criterion inner = parse(List.of(type), rest, value, depth + 1);
      if (inner != null) {
        reached.add(new Target(type, within(inner)));
      }
    } else {
      for (String type : possible) {
        if (caller.hasFhir(type, 's') && knows(type, rest)) {
          Criterion inner = parse(List.of(type), rest, value, depth + 1);
          if (inner != null) {
            reached.add(new Target(type, within(inner)));
          }
        }
      }
    }
    return reached.isEmpty() ? null : new Chain(field, reached);
  }

  /** Whether the first parameter of what follows is one of the type: values are read after that. */
  private boolean knows(String type, String rest) {
    if (rest.startsWith("_has:")) {
      return true;
    }
    String code = rest.split("[.:]", 2)[0];
    return code.equals("_id")
        || code.equals("_lastUpdated")
        || code.equals("_list")
        || params.find(type, code).isPresent();
  }

  /** In the compartment of the caller, too. */
  private Criterion within(Criterion condition) {
    String patient = caller.patient();
    return patient == null ? condition : new AllOf(List.of(condition, new OfPatient(patient)));
  }

  /** One condition is itself. */
  static Criterion anyOf(List<? extends Criterion> parts) {
    return parts.size() == 1 ? parts.getFirst() : new AnyOf(List.copyOf(parts));
  }
}

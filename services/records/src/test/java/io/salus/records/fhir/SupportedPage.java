package io.salus.records.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.records.definition.R4;
import io.salus.records.fhir.SearchTries.Kind;
import io.salus.records.operation.Level;
import io.salus.records.operation.Operation;
import io.salus.records.operation.Operations;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The tables of what is supported: what the server says of itself, and what it does when tried. */
final class SupportedPage {
  private static final List<String> OF_TYPES =
      List.of(
          "read",
          "vread",
          "update",
          "patch",
          "delete",
          "history-instance",
          "history-type",
          "create",
          "search-type");
  private static final List<String> OF_THE_SYSTEM =
      List.of("transaction", "batch", "search-system", "history-system");

  private final StringBuilder text = new StringBuilder();
  private final JsonNode statement;
  private final SearchTries tries;

  SupportedPage(JsonNode statement, SearchTries tries) {
    this.statement = statement;
    this.tries = tries;
  }

  String of(Operations operations) {
    interactions();
    properties();
    modifiers();
    prefixes();
    ofAllTypes();
    results();
    operations(operations);
    return text.toString();
  }

  private void interactions() {
    head("Interactions", "Level", "Interaction", "Supported for");
    for (String code : OF_TYPES) {
      row(
          code.equals("create") || code.endsWith("-type") ? "type" : "instance",
          code,
          types(type -> codes(type).contains(code)));
    }
    Set<String> system = codes(statement.at("/rest/0"));
    for (String code : OF_THE_SYSTEM) {
      row("system", code, yes(system.contains(code)));
    }
  }

  private void properties() {
    head("Conditions, versions, formats", "What", "Value", "Types");
    for (String property :
        List.of(
            "conditionalCreate",
            "conditionalRead",
            "conditionalUpdate",
            "conditionalDelete",
            "updateCreate",
            "versioning",
            "readHistory")) {
      Set<String> values = new TreeSet<>();
      resources().forEach(type -> values.add(type.path(property).asText()));
      for (String value : values) {
        row(property, value, types(type -> type.path(property).asText().equals(value)));
      }
    }
    Set<String> formats = texts(statement.path("format"));
    for (String format : List.of("json", "xml", "ttl")) {
      row("format", format, yes(formats.contains(format)));
    }
    Set<String> patches = texts(statement.path("patchFormat"));
    row("patch", "JSON Patch", yes(patches.contains("application/json-patch+json")));
    row("patch", "FHIRPath Patch in JSON", yes(patches.contains("application/fhir+json")));
    row("patch", "XML Patch", yes(patches.contains("application/xml-patch+xml")));
  }

  private void modifiers() {
    head("Modifiers", "Kind of parameter", "Supported", "Not supported");
    for (Kind kind : SearchTries.KINDS) {
      List<String> all = new ArrayList<>(List.of("missing"));
      all.addAll(kind.modifiers());
      split(kind.name(), all, ":", modifier -> tries.modifier(kind, modifier));
    }
  }

  private void prefixes() {
    head("Prefixes", "Kind of parameter", "Supported", "Not supported");
    for (Kind kind : SearchTries.KINDS) {
      if (Set.of("date", "number", "quantity").contains(kind.name())) {
        split(kind.name(), SearchTries.PREFIXES, "", prefix -> tries.prefix(kind, prefix));
      }
    }
  }

  private void ofAllTypes() {
    head("Parameters of all types", "Parameter", "Supported");
    Map<String, String> values = new LinkedHashMap<>();
    values.put("_id", "1");
    values.put("_lastUpdated", "2020");
    values.put("_tag", "a");
    values.put("_profile", "http://p.example");
    values.put("_security", "a");
    values.put("_source", "http://s.example");
    values.put("_list", "1");
    values.put("_has:Observation:patient:code", "a");
    values.put("general-practitioner.name", "a");
    values.put("_text", "a");
    values.put("_content", "a");
    values.put("_filter", "name eq a");
    values.put("_query", "a");
    values.put("phonetic", "a");
    values.forEach(
        (parameter, value) ->
            row(
                parameter.equals("general-practitioner.name")
                    ? "chains, such as `" + parameter + "`"
                    : "`" + parameter + "`",
                yes(tries.takes("Patient", parameter, value))));
    row("`_type`, searching several types", yes(tries.takes("", "_type", "Patient,Group")));
  }

  private void results() {
    head("Parameters about the result", "Parameter", "Supported");
    Map<String, List<String>> values = new LinkedHashMap<>();
    values.put("_count", List.of("1", "0"));
    values.put("_include", List.of("Patient:general-practitioner", "*"));
    values.put("_include:iterate", List.of("Patient:link"));
    values.put("_revinclude", List.of("Observation:subject"));
    values.put("_revinclude:iterate", List.of("Observation:subject"));
    values.put("_summary", List.of("true", "text", "data", "count", "false"));
    values.put("_elements", List.of("name"));
    values.put("_total", List.of("none", "estimate", "accurate"));
    values.put("_sort", List.of("-_lastUpdated,_id", "birthdate", "family", "_score"));
    values.put("_contained", List.of("true"));
    values.put("_containedType", List.of("container"));
    values.forEach(
        (parameter, each) ->
            each.forEach(
                value ->
                    row(
                        "`" + parameter + "=" + value + "`",
                        yes(tries.takes("Patient", parameter, value)))));
  }

  private void operations(Operations operations) {
    head("Operations", "Operation", "System", "Type", "Instance", "Methods");
    Map<String, Map<Level, String>> rows = new TreeMap<>();
    Map<String, Set<String>> methods = new TreeMap<>();
    for (Level level : Level.values()) {
      Map<String, List<String>> types = new TreeMap<>();
      for (String type : level == Level.SYSTEM ? List.of("") : R4.resourceTypes()) {
        for (Operation operation : operations.at(level, type)) {
          if (!operation.name().startsWith("test-")) {
            types.computeIfAbsent(operation.name(), name -> new ArrayList<>()).add(type);
            operation
                .methods()
                .forEach(
                    method ->
                        methods
                            .computeIfAbsent(operation.name(), name -> new TreeSet<>())
                            .add(method.name()));
          }
        }
      }
      types.forEach(
          (name, of) ->
              rows.computeIfAbsent(name, n -> new TreeMap<>()).put(level, list(level, of)));
    }
    rows.forEach(
        (name, of) ->
            row(
                "`$" + name + "`",
                of.getOrDefault(Level.SYSTEM, "no"),
                of.getOrDefault(Level.TYPE, "no"),
                of.getOrDefault(Level.INSTANCE, "no"),
                String.join(", ", methods.getOrDefault(name, Set.of()))));
    row("`$events`", "yes", "no", "no", "GET");
    Set<String> missing = new LinkedHashSet<>(R4Operations.NAMES);
    missing.removeAll(rows.keySet());
    text.append("\nOperations of R4 that are not supported: ")
        .append(String.join(", ", missing.stream().map(name -> "`$" + name + "`").toList()))
        .append(".\n");
  }

  private static String list(Level level, List<String> types) {
    if (level == Level.SYSTEM) {
      return "yes";
    }
    return types.size() == R4.resourceTypes().size()
        ? "all types"
        : String.join(", ", types.stream().sorted().toList());
  }

  private void split(String name, List<String> all, String mark, Predicate<String> supported) {
    List<String> yes = new ArrayList<>();
    List<String> no = new ArrayList<>();
    all.forEach(one -> (supported.test(one) ? yes : no).add("`" + mark + one + "`"));
    row(name, String.join(" ", yes), String.join(" ", no));
  }

  /** For which types something holds. */
  private String types(Predicate<JsonNode> holds) {
    List<String> without = new ArrayList<>();
    List<String> with = new ArrayList<>();
    resources()
        .forEach(type -> (holds.test(type) ? with : without).add(type.path("type").asText()));
    if (without.isEmpty()) {
      return "all types";
    }
    return with.isEmpty()
        ? "no"
        : with.size() < without.size()
            ? String.join(", ", with)
            : "all types but " + String.join(", ", without);
  }

  private JsonNode resources() {
    return statement.at("/rest/0/resource");
  }

  private static Set<String> codes(JsonNode holder) {
    Set<String> codes = new LinkedHashSet<>();
    holder.path("interaction").forEach(one -> codes.add(one.path("code").asText()));
    return codes;
  }

  private static Set<String> texts(JsonNode list) {
    Set<String> texts = new LinkedHashSet<>();
    list.forEach(one -> texts.add(one.asText()));
    return texts;
  }

  private static String yes(boolean supported) {
    return supported ? "yes" : "no";
  }

  private void head(String title, String... columns) {
    text.append("\n## ").append(title).append("\n\n");
    row(columns);
    text.append("|---".repeat(columns.length)).append("|\n");
  }

  private void row(String... cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }
}

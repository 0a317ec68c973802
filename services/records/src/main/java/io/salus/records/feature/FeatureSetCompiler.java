package io.salus.records.feature;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.salus.records.view.View;
import io.salus.records.view.ViewException;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.errors.AppException.TooLarge;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** From the JSON of a definition to a {@link FeatureSet}. */
final class FeatureSetCompiler {
  private static final int MAX_CHARACTERS = 512 * 1024;
  private static final int MAX_FEATURES = 500;

  /** Of sets and features: safe in file names, SQL and every table format. */
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

  /** Columns that a snapshot has beside the features. */
  private static final Set<String> RESERVED = Set.of("patient", "index_date", "label");

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(60).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .build();

  private final Map<String, EventView> views = new LinkedHashMap<>();

  private FeatureSetCompiler() {}

  /**
   * @throws InvalidInput with the place of the first mistake
   */
  static FeatureSet compile(String text) {
    if (text.length() > MAX_CHARACTERS) {
      throw new TooLarge("A definition may have " + MAX_CHARACTERS + " characters.");
    }
    return new FeatureSetCompiler().set(parse(text), text);
  }

  private static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      throw new InvalidInput(
          "This is no JSON.",
          at == null ? null : "line " + at.getLineNr() + ", column " + at.getColumnNr());
    }
  }

  private FeatureSet set(JsonNode json, String text) {
    var fields =
        new Fields(json, "").only(Set.of("name", "description", "views", "features", "training"));
    var name = name(fields, "name");
    var description = fields.optionalText("description").orElse("");
    fields.required("views").entries().forEach(entry -> view(entry.getKey(), entry.getValue()));
    var features = features(fields);
    var training = fields.object("training").map(this::training).orElse(null);
    return new FeatureSet(
        name,
        description,
        CanonicalJson.sha256(json),
        text,
        List.copyOf(views.values()),
        features,
        training);
  }

  private void view(String name, JsonNode definition) {
    try {
      views.put(name, EventView.of(name, View.compile(definition)));
    } catch (ViewException e) {
      throw new InvalidInput("The view is wrong: " + e.getMessage(), "views." + name);
    }
  }

  private List<Feature> features(Fields set) {
    var features = new ArrayList<Feature>();
    var names = new HashSet<String>();
    for (var fields : set.list("features")) {
      var name = name(fields, "name");
      if (RESERVED.contains(name) || !names.add(name)) {
        throw new InvalidInput("The name is taken.", fields.at("name"));
      }
      fields.only(
          Set.of(
              "name",
              "description",
              "unit",
              "type",
              "from",
              "where",
              "unless",
              "within",
              "active",
              "aggregate",
              "column"));
      features.add(
          new Feature(
              name,
              fields.optionalText("description").orElse(""),
              fields.optionalText("unit").orElse(""),
              measure(fields)));
    }
    if (features.isEmpty() || features.size() > MAX_FEATURES) {
      throw new InvalidInput("Between 1 and " + MAX_FEATURES + " features are needed.", "features");
    }
    return List.copyOf(features);
  }

  private Training training(Fields fields) {
    fields.only(Set.of("cohort", "index_date", "exclude", "outcome"));
    var outcome =
        fields.required("outcome").only(Set.of("description", "from", "where", "unless", "within"));
    if (outcome.period("within") == null) {
      throw new InvalidInput("An outcome needs a horizon.", outcome.at("within"));
    }
    return new Training(
        fields.list("cohort").stream().map(this::criterion).toList(),
        indexRule(fields.required("index_date")),
        fields.list("exclude").stream()
            .map(
                rule ->
                    timed(
                        rule.only(
                            Set.of("description", "from", "where", "unless", "within", "active"))))
            .toList(),
        timed(outcome),
        outcome.text("description"));
  }

  private Criterion criterion(Fields fields) {
    fields.only(
        Set.of(
            "description",
            "type",
            "from",
            "where",
            "unless",
            "within",
            "active",
            "aggregate",
            "column",
            "at_least",
            "at_most",
            "equals"));
    var measure = measure(fields);
    var atLeast = fields.number("at_least");
    var atMost = fields.number("at_most");
    if ((atLeast != null || atMost != null) && measure.type() != ValueType.NUMBER) {
      throw new InvalidInput("Only a number has bounds.", fields.place());
    }
    var equal = fields.json().get("equals");
    if (atLeast == null && atMost == null && equal == null) {
      throw new InvalidInput("One of at_least, at_most and equals is needed.", fields.place());
    }
    return new Criterion(measure, atLeast, atMost, equal == null ? null : equal.asText());
  }

  private IndexRule indexRule(Fields fields) {
    fields.only(Set.of("description", "from", "where", "unless", "pick", "follow_up"));
    var pick = fields.text("pick");
    if (!pick.equals("first") && !pick.equals("last")) {
      throw new InvalidInput("This is first or last.", fields.at("pick"));
    }
    var contact =
        fields
            .required("follow_up")
            .only(Set.of("description", "from", "where", "unless", "at_least"));
    var followUp = contact.period("at_least");
    if (followUp == null) {
      throw new InvalidInput("A period is needed here.", contact.at("at_least"));
    }
    return new IndexRule(timed(fields), pick.equals("first"), timed(contact), followUp);
  }

  private Measure measure(Fields fields) {
    var aggregate = code(Aggregate.values(), Aggregate::code, fields, "aggregate");
    var type = code(ValueType.values(), ValueType::code, fields, "type");
    if (!aggregate.gives(type)) {
      throw new InvalidInput(
          aggregate.code() + " does not give a " + type.code() + ".", fields.at("type"));
    }
    var rows = rows(fields);
    if (rows.from().timeless() && (aggregate.needsTime() || rows.within() != null)) {
      throw new InvalidInput("The view has no column time.", fields.at("from"));
    }
    if (!aggregate.needsColumn()) {
      return new Measure(rows, aggregate, -1, type);
    }
    return new Measure(
        rows, aggregate, column(rows.from(), fields.text("column"), fields.at("column")), type);
  }

  private Rows timed(Fields fields) {
    var rows = rows(fields);
    if (rows.from().timeless()) {
      throw new InvalidInput("The view has no column time.", fields.at("from"));
    }
    return rows;
  }

  private Rows rows(Fields fields) {
    var view = views.get(fields.text("from"));
    if (view == null) {
      throw new InvalidInput("There is no view of that name.", fields.at("from"));
    }
    boolean active = fields.truth("active");
    if (active && view.end() < 0) {
      throw new InvalidInput("The view has no column end.", fields.at("active"));
    }
    var filter = new RowFilter(condition(view, fields, "where"), condition(view, fields, "unless"));
    return new Rows(view, filter, fields.period("within"), active);
  }

  private static Map<Integer, Set<String>> condition(EventView view, Fields fields, String name) {
    var result = new LinkedHashMap<Integer, Set<String>>();
    fields
        .object(name)
        .ifPresent(
            object -> {
              for (var entry : object.entries()) {
                var at = object.at(entry.getKey());
                result.put(column(view, entry.getKey(), at), values(entry.getValue(), at));
              }
            });
    return Map.copyOf(result);
  }

  private static Set<String> values(JsonNode value, String at) {
    var values = new HashSet<String>();
    for (var one : value.isArray() ? value : List.of(value)) {
      if (!one.isValueNode() || one.isNull()) {
        throw new InvalidInput("A value or a list of values is needed here.", at);
      }
      values.add(one.asText());
    }
    return Set.copyOf(values);
  }

  private static int column(EventView view, String name, String at) {
    int column = view.view().indexOf(name);
    if (column < 0) {
      throw new InvalidInput("View " + view.name() + " has no such column.", at);
    }
    return column;
  }

  private static String name(Fields fields, String field) {
    var name = fields.text(field);
    if (!NAME.matcher(name).matches()) {
      throw new InvalidInput(
          "A name has small letters, digits and _ and at most 63 of them.", fields.at(field));
    }
    return name;
  }

  private static <T> T code(
      T[] values, java.util.function.Function<T, String> code, Fields fields, String field) {
    var text = fields.text(field);
    for (var value : values) {
      if (code.apply(value).equals(text)) {
        return value;
      }
    }
    throw new InvalidInput("This is none of the possible codes.", fields.at(field));
  }
}

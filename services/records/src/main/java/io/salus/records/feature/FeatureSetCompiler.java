package io.salus.records.feature;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.errors.AppException.TooLarge;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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

  private final NamedViews views;
  private final MeasureCompiler measures;

  private FeatureSetCompiler(NamedViews views) {
    this.views = views;
    this.measures = new MeasureCompiler(views);
  }

  /**
   * @throws InvalidInput with the place of the first mistake
   */
  static FeatureSet compile(String text) {
    if (text.length() > MAX_CHARACTERS) {
      throw new TooLarge("A definition may have " + MAX_CHARACTERS + " characters.");
    }
    var json = parse(text);
    var fields =
        new Fields(json, "").only(Set.of("name", "description", "views", "features", "training"));
    var name = name(fields, "name");
    return new FeatureSetCompiler(new NamedViews(fields.required("views"))).set(name, fields, text);
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

  private FeatureSet set(String name, Fields fields, String text) {
    return new FeatureSet(
        name,
        fields.optionalText("description").orElse(""),
        CanonicalJson.sha256(fields.json()),
        text,
        views.all(),
        features(fields),
        fields.object("training").map(this::training).orElse(null));
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
              "units",
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
              measures.measure(fields)));
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
                    measures.timed(
                        rule.only(
                            Set.of("description", "from", "where", "unless", "within", "active"))))
            .toList(),
        measures.timed(outcome),
        outcome.text("description"));
  }

  private Criterion criterion(Fields fields) {
    fields.only(
        Set.of(
            "description",
            "unit",
            "units",
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
    var measure = measures.measure(fields);
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
    return new IndexRule(
        measures.timed(fields), pick.equals("first"), measures.timed(contact), followUp);
  }

  private static String name(Fields fields, String field) {
    var name = fields.text(field);
    if (!NAME.matcher(name).matches()) {
      throw new InvalidInput(
          "A name has small letters, digits and _ and at most 63 of them.", fields.at(field));
    }
    return name;
  }
}

package io.salus.inference.training;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.salus.inference.card.Statements;
import io.salus.inference.registry.Registry;
import io.salus.learning.fit.Algorithm;
import io.salus.learning.fit.CalibrationMethod;
import io.salus.learning.fit.Settings;
import io.salus.learning.fit.SettingsException;
import io.salus.service.errors.AppException.InvalidInput;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a training is asked for; also the parameters of its job.
 *
 * @param name of the model
 * @param snapshot to learn from; empty with a table
 * @param seed of split, initialisation and batches
 * @param promote whether the model is to answer at once
 * @param algorithm one of {@link Settings#ALGORITHMS}; empty takes the better of two
 * @param hyperparameters object of what is not as it comes
 * @param calibration none, platt or isotonic; empty for platt where the rows suffice
 * @param testFrom ISO 8601 date or moment from which rows judge; empty draws patients
 * @param searchFits trainings that a search may spend; 0 searches nothing
 * @param costOfFalseAlarm of acting on a patient without the outcome; 0 asks for no threshold
 * @param costOfMiss of not acting on one with it
 * @param table to learn from in place of a snapshot
 * @param statements what a person says of the model, by attribute of its card
 */
public record TrainingPlan(
    String name,
    String snapshot,
    long seed,
    boolean promote,
    String algorithm,
    JsonNode hyperparameters,
    String calibration,
    String testFrom,
    int searchFits,
    double costOfFalseAlarm,
    double costOfMiss,
    @Nullable BroughtTable table,
    Map<String, String> statements) {
  private static final Pattern MOMENT = Pattern.compile("\\d{4}-\\d{2}-\\d{2}(T[0-9:.Z+-]+)?");
  private static final int MOST_FITS = 500;

  /** What is absent is as if it were not asked for: jobs of an older version have less. */
  @JsonCreator
  static TrainingPlan of(
      @JsonProperty("name") String name,
      @JsonProperty("snapshot") @Nullable String snapshot,
      @JsonProperty("seed") long seed,
      @JsonProperty("promote") boolean promote,
      @JsonProperty("algorithm") @Nullable String algorithm,
      @JsonProperty("hyperparameters") @Nullable JsonNode hyperparameters,
      @JsonProperty("calibration") @Nullable String calibration,
      @JsonProperty("testFrom") @Nullable String testFrom,
      @JsonProperty("searchFits") int searchFits,
      @JsonProperty("costOfFalseAlarm") double costOfFalseAlarm,
      @JsonProperty("costOfMiss") double costOfMiss,
      @JsonProperty("table") @Nullable BroughtTable table,
      @JsonProperty("statements") @Nullable Map<String, String> statements) {
    return new TrainingPlan(
        name,
        text(snapshot),
        seed,
        promote,
        text(algorithm),
        hyperparameters == null || hyperparameters.isNull()
            ? JsonNodeFactory.instance.objectNode()
            : hyperparameters,
        text(calibration),
        text(testFrom),
        searchFits,
        costOfFalseAlarm,
        costOfMiss,
        table,
        statements == null ? Map.of() : statements);
  }

  private static String text(@Nullable String given) {
    return given == null ? "" : given;
  }

  /** Throws {@link InvalidInput}, which names what is wrong. */
  void check() {
    Registry.requireName(name);
    if (snapshot.isBlank() == (table == null)) {
      throw new InvalidInput("A training needs a snapshot, or a table.", "snapshot");
    }
    if (table != null) {
      table.check();
    }
    boolean chosen = chosen().isPresent();
    calibrationMethod();
    if (!testFrom.isEmpty() && !MOMENT.matcher(testFrom).matches()) {
      throw new InvalidInput("test_from is a date such as 2024-01-31.", "test_from");
    }
    if (searchFits < 0 || searchFits > MOST_FITS) {
      throw new InvalidInput("search_fits is from 0 to " + MOST_FITS + ".", "search_fits");
    }
    if (!chosen && (searchFits > 0 || !calibration.isEmpty() || !hyperparameters.isEmpty())) {
      throw new InvalidInput(
          "Hyperparameters, calibration and search are of an algorithm: name one.", "algorithm");
    }
    if (!(costOfFalseAlarm >= 0 && costOfMiss >= 0)
        || Double.isInfinite(costOfFalseAlarm + costOfMiss)
        || costOfFalseAlarm > 0 != costOfMiss > 0) {
      throw new InvalidInput("Both costs are positive, or none is given.", "cost_of_false_alarm");
    }
    Statements.check(statements);
  }

  /** The algorithm that was named. */
  @JsonIgnore
  Optional<Algorithm> chosen() {
    if (algorithm.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Settings.read(algorithm, hyperparameters));
    } catch (SettingsException e) {
      throw refused(e);
    }
  }

  /** Names the setting that is wrong. */
  static InvalidInput refused(SettingsException wrong) {
    return new InvalidInput(
        wrong.sentence(),
        wrong.place().isEmpty() ? "algorithm" : "hyperparameters." + wrong.place());
  }

  @JsonIgnore
  CalibrationMethod calibrationMethod() {
    return switch (calibration) {
      case "" -> CalibrationMethod.AUTO;
      case "none" -> CalibrationMethod.NONE;
      case "platt", "isotonic" -> CalibrationMethod.valueOf(calibration.toUpperCase(Locale.ROOT));
      default -> throw new InvalidInput("calibration is none, platt or isotonic.", "calibration");
    };
  }

  /** Whether a threshold was asked for. */
  boolean hasCosts() {
    return costOfFalseAlarm > 0 && costOfMiss > 0;
  }
}

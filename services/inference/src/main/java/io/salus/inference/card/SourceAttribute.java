package io.salus.inference.card;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The 31 source attributes of a predictive decision support intervention: 45 CFR
 * 170.315(b)(11)(iv)(B), paragraphs (1) to (9), as of the HTI-1 final rule (89 FR 1192).
 */
public enum SourceAttribute {
  DEVELOPER(Category.DETAILS, "i", "Name and contact information of the developer"),
  FUNDING(Category.DETAILS, "ii", "Funding source of the technical implementation"),
  OUTPUT_VALUE(Category.DETAILS, "iii", "Value that is produced as an output", Answers.SYSTEM),
  OUTPUT_TYPE(
      Category.DETAILS,
      "iv",
      "Whether the output is a prediction, classification, recommendation, evaluation, analysis or"
          + " other",
      Answers.SYSTEM),

  INTENDED_USE(Category.PURPOSE, "i", "Intended use"),
  INTENDED_POPULATION(Category.PURPOSE, "ii", "Intended patient population"),
  INTENDED_USERS(Category.PURPOSE, "iii", "Intended users"),
  DECISION_ROLE(
      Category.PURPOSE,
      "iv",
      "Intended decision-making role: informs, augments or replaces clinical management"),

  CAUTIONED_USES(
      Category.OUT_OF_SCOPE,
      "i",
      "Tasks, situations or populations for which users are cautioned against it"),
  KNOWN_RISKS(
      Category.OUT_OF_SCOPE,
      "ii",
      "Known risks, inappropriate settings and uses, limitations",
      Answers.BOTH),

  TRAINING_CRITERIA(
      Category.DEVELOPMENT,
      "i",
      "Inclusion and exclusion criteria of the training data",
      Answers.BOTH),
  DEMOGRAPHIC_INPUTS(
      Category.DEVELOPMENT,
      "ii",
      "Use of race, ethnicity, language, sexual orientation, gender identity, sex, date of birth,"
          + " social determinants or health status assessments as inputs",
      Answers.BOTH),
  DEMOGRAPHIC_REPRESENTATIVENESS(
      Category.DEVELOPMENT,
      "iii",
      "Demographic representativeness of the training data",
      Answers.BOTH),
  TRAINING_RELEVANCE(
      Category.DEVELOPMENT, "iv", "Relevance of the training data to the deployed setting"),

  FAIRNESS_APPROACH(Category.FAIRNESS, "i", "Approach taken to ensure that the output is fair"),
  BIAS_MANAGEMENT(Category.FAIRNESS, "ii", "Approaches to manage, reduce or eliminate bias"),

  EXTERNAL_DATA(
      Category.EXTERNAL_VALIDATION,
      "i",
      "Other data source, setting or environment where validity and fairness were assessed"),
  EXTERNAL_PARTY(Category.EXTERNAL_VALIDATION, "ii", "Party that conducted the external testing"),
  EXTERNAL_REPRESENTATIVENESS(
      Category.EXTERNAL_VALIDATION, "iii", "Demographic representativeness of the external data"),
  EXTERNAL_PROCESS(Category.EXTERNAL_VALIDATION, "iv", "External validation process"),

  VALIDITY_INTERNAL(
      Category.PERFORMANCE,
      "i",
      "Validity in test data of the same source as the training data",
      Answers.SYSTEM),
  FAIRNESS_INTERNAL(
      Category.PERFORMANCE,
      "ii",
      "Fairness in test data of the same source as the training data",
      Answers.SYSTEM),
  VALIDITY_EXTERNAL(Category.PERFORMANCE, "iii", "Validity in data of another source"),
  FAIRNESS_EXTERNAL(Category.PERFORMANCE, "iv", "Fairness in data of another source"),
  OUTCOME_EVALUATIONS(
      Category.PERFORMANCE,
      "v",
      "References to evaluations of its use on outcomes such as morbidity, mortality or length of"
          + " stay"),

  VALIDITY_MONITORING(
      Category.MAINTENANCE, "i", "Process and frequency by which validity is monitored over time"),
  VALIDITY_LOCAL(Category.MAINTENANCE, "ii", "Validity in local data"),
  FAIRNESS_MONITORING(
      Category.MAINTENANCE,
      "iii",
      "Process and frequency by which fairness is monitored over time"),
  FAIRNESS_LOCAL(Category.MAINTENANCE, "iv", "Fairness in local data"),

  UPDATE_PROCESS(Category.UPDATES, "i", "Process and frequency by which it is updated"),
  CORRECTION_FREQUENCY(
      Category.UPDATES,
      "ii",
      "Frequency by which performance is corrected when risks to validity and fairness are"
          + " identified");

  /** Who can say it. */
  private enum Answers {
    PERSON,
    SYSTEM,
    BOTH
  }

  private final Category category;
  private final String item;
  private final String title;
  private final Answers answers;

  SourceAttribute(Category category, String item, String title) {
    this(category, item, title, Answers.PERSON);
  }

  SourceAttribute(Category category, String item, String title, Answers answers) {
    this.category = category;
    this.item = item;
    this.title = title;
    this.answers = answers;
  }

  public Category category() {
    return category;
  }

  /** Place below (b)(11)(iv)(B), for example {@code (2)(i)}. */
  public String paragraph() {
    return "(" + category.number() + ")(" + item + ")";
  }

  /** What is asked, in short. */
  public String title() {
    return title;
  }

  /** Name in JSON. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether a person may state it; what the system measures nobody can state otherwise. */
  public boolean statable() {
    return answers != Answers.SYSTEM;
  }

  /** The attribute of this name. */
  public static Optional<SourceAttribute> ofKey(String key) {
    return Arrays.stream(values()).filter(one -> one.key().equals(key)).findFirst();
  }
}

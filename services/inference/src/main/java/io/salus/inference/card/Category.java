package io.salus.inference.card;

/** The nine groups of source attributes, in the order of the rule. */
public enum Category {
  DETAILS(1, "Details and output"),
  PURPOSE(2, "Purpose"),
  OUT_OF_SCOPE(3, "Cautioned out-of-scope use"),
  DEVELOPMENT(4, "Development details and input features"),
  FAIRNESS(5, "Process used to ensure fairness in development"),
  EXTERNAL_VALIDATION(6, "External validation process"),
  PERFORMANCE(7, "Quantitative measures of performance"),
  MAINTENANCE(8, "Ongoing maintenance of implementation and use"),
  UPDATES(9, "Update and continued validation or fairness assessment schedule");

  private final int number;
  private final String title;

  Category(int number, String title) {
    this.number = number;
    this.title = title;
  }

  public String title() {
    return title;
  }

  /** Number of the paragraph, from 1. */
  public int number() {
    return number;
  }
}

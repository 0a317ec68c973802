package io.salus.gateway.cds;

import io.salus.gateway.cds.CdsCards.Card;
import io.salus.gateway.cds.CdsCards.Coding;
import io.salus.gateway.cds.CdsCards.Link;
import io.salus.gateway.cds.CdsCards.Source;
import io.salus.gateway.models.ModelView;
import io.salus.gateway.models.PredictionView;
import io.salus.gateway.models.PredictionView.Contribution;
import java.util.List;
import java.util.Locale;

/**
 * A prediction as a card. It says what the model said, with its doubts, and nothing more: the
 * figure, what drove it, and which version spoke.
 */
final class RiskCard {
  /** CDS Hooks 2.0: "one-sentence, <140-character summary". */
  private static final int LONGEST_SUMMARY = 140;

  private static final String REASONS = "urn:salus:override-reason";
  private static final List<Coding> OVERRIDE_REASONS =
      List.of(
          new Coding("known", REASONS, "Known and acted upon"),
          new Coding("not-this-patient", REASONS, "Does not fit this patient"),
          new Coding("data-wrong", REASONS, "The data behind it are wrong or missing"),
          new Coding("not-now", REASONS, "Not the moment for it"));

  private RiskCard() {}

  /**
   * @param judged the version that was asked for, with the figures of its test
   * @param base address of the gateway, for links
   */
  static Card of(PredictionView prediction, ModelView judged, CdsConfig config, String base) {
    String model = prediction.model() + " version " + prediction.version();
    String report =
        base + "/models/" + prediction.model() + "/versions/" + prediction.version() + "/report";
    return new Card(
        prediction.id(),
        summary(prediction),
        detail(prediction, judged, config, model),
        prediction.probability() >= config.warningFrom() ? "warning" : "info",
        new Source("Salus: " + model, report),
        OVERRIDE_REASONS,
        List.of(new Link("How well this model predicts", report, "absolute")));
  }

  /**
   * In the place of a card that could not be made: silence would read as no risk.
   *
   * @param why without PHI
   */
  static Card missing(ModelView model, String why, String base) {
    String name = model.name() + " version " + model.version();
    String report = base + "/models/" + model.name() + "/versions/" + model.version() + "/report";
    return new Card(
        null,
        shortened("Not estimated: " + model.outcome(), ""),
        "**This risk could not be estimated.** " + plain(why) + " It may be high or low.",
        "info",
        new Source("Salus: " + name, report),
        List.of(),
        List.of());
  }

  private static String summary(PredictionView prediction) {
    return shortened(
        percent(prediction.probability()) + " risk: " + prediction.outcome(),
        prediction.warnings().isEmpty() ? "" : " (uncertain, see detail)");
  }

  private static String shortened(String text, String end) {
    int room = LONGEST_SUMMARY - 1 - end.length();
    return (text.length() <= room ? text : text.substring(0, room - 1) + "…") + end;
  }

  private static String detail(
      PredictionView prediction, ModelView judged, CdsConfig config, String model) {
    StringBuilder text = new StringBuilder();
    text.append("**").append(percent(prediction.probability())).append("** estimated risk: ");
    text.append(plain(prediction.outcome())).append("\n\n");
    for (String warning : prediction.warnings()) {
      text.append("**Caution:** ").append(plain(warning)).append("\n\n");
    }
    List<Contribution> drivers =
        prediction.contributions().stream()
            .filter(one -> one.contribution() != 0)
            .limit(config.drivers())
            .toList();
    if (!drivers.isEmpty()) {
      text.append("What drove the estimate:\n\n");
      for (Contribution driver : drivers) {
        text.append(driver(driver)).append('\n');
      }
      text.append('\n');
    }
    if (judged.version() == prediction.version()) {
      text.append(new TestFigures(judged.metrics()).about(prediction.probability()));
    }
    text.append("Shown as a warning from ").append(percent(config.warningFrom())).append(". ");
    text.append("Estimated by ").append(plain(model)).append(" from the record as of ");
    text.append(prediction.asOf()).append("; an aid, not a diagnosis.");
    return text.toString();
  }

  private static String driver(Contribution driver) {
    return "- "
        + plain(driver.feature().replace('_', ' '))
        + ": "
        + plain(driver.value())
        + (driver.contribution() > 0 ? " (raises it)" : " (lowers it)");
  }

  static String percent(double share) {
    return share < 0.01
        ? "Under 1 %"
        : share > 0.99 ? "Over 99 %" : String.format(Locale.ROOT, "%.0f %%", share * 100);
  }

  /** Text that Markdown leaves alone. */
  private static String plain(String text) {
    return text.replaceAll("([\\\\`*_\\[\\]<>|#])", "\\\\$1");
  }
}

package io.salus.inference.report;

import io.salus.inference.card.Category;
import io.salus.inference.card.ModelCard;
import io.salus.inference.card.ModelCard.Entry;
import io.salus.inference.card.SourceAttribute;

/** What the model is for, whom it was not tested on, and all source attributes. */
final class CardSection {
  private CardSection() {}

  static String intendedUse(ModelCard card) {
    StringBuilder groups = new StringBuilder();
    card.notTested()
        .forEach(group -> groups.append("<li>").append(Html.escape(group)).append("</li>"));
    return """
        <section class="card"><h2>Intended use</h2><p>%s</p><p>For: %s</p>
        <p class="note">Decision support for clinicians who can see the whole record: it is no diagnosis and must not decide by itself.
        Each prediction names the inputs that lie outside of what the model has learned from.</p>
        <h2>Not tested on</h2>%s</section>
        """
        .formatted(
            text(card.entry(SourceAttribute.INTENDED_USE)),
            text(card.entry(SourceAttribute.INTENDED_POPULATION)),
            groups.isEmpty()
                ? "<p>Every group that was compared had enough test patients.</p>"
                : "<ul>" + groups + "</ul>");
  }

  static String attributes(ModelCard card) {
    StringBuilder rows = new StringBuilder();
    Category category = null;
    for (Entry entry : card.entries()) {
      if (entry.attribute().category() != category) {
        category = entry.attribute().category();
        rows.append(
            "<tr><th colspan=\"3\"><b>%d. %s</b></th></tr>"
                .formatted(category.number(), Html.escape(category.title())));
      }
      rows.append(
          "<tr><td>%s</td><td style=\"width:34%%\">%s</td><td>%s</td></tr>"
              .formatted(
                  entry.attribute().paragraph(),
                  Html.escape(entry.attribute().title()),
                  text(entry)));
    }
    return """
        <section class="card"><h2>Model card</h2><table>%s</table>
        <p class="note">The source attributes of 45 CFR 170.315(b)(11)(iv)(B). What was stated comes first, then what the system found.</p></section>
        """
        .formatted(rows);
  }

  private static String text(Entry entry) {
    return entry.known()
        ? Html.escape(entry.text()).replace("\n", "<br>")
        : "<span class=\"missing\">Not stated.</span>";
  }
}

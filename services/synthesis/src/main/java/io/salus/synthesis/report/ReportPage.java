package io.salus.synthesis.report;

import io.salus.learning.table.Column;
import io.salus.learning.table.ColumnKind;
import io.salus.synthesis.population.Population;
import io.salus.synthesis.quality.ColumnQuality;
import io.salus.synthesis.quality.PairQuality;
import io.salus.synthesis.quality.Quality;
import io.salus.synthesis.quality.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/** The report as one HTML page that asks nobody for anything. */
public final class ReportPage {
  private static final int BINS = 24;
  private static final int WORST_PAIRS = 10;

  private final Population real;
  private final Population synthetic;
  private final Quality quality;
  private final Verdict verdict;
  private final Provenance provenance;

  /**
   * @param real rows that the generator learnt from
   */
  public ReportPage(
      Population real,
      Population synthetic,
      Quality quality,
      Verdict verdict,
      Provenance provenance) {
    this.real = real;
    this.synthetic = synthetic;
    this.quality = quality;
    this.verdict = verdict;
    this.provenance = provenance;
  }

  /** The page. */
  public String html() {
    return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
        + "<meta name=\"viewport\" content=\"width=device-width\">"
        + "<title>Synthetic patients: report</title><style>"
        + style()
        + "</style></head><body><main>"
        + head()
        + figures()
        + columns()
        + dependence()
        + distances()
        + meaning()
        + provenance()
        + "</main></body></html>\n";
  }

  private String head() {
    StringBuilder html =
        new StringBuilder("<header><p class=\"kicker\">Salus · synthetic patients</p><h1>");
    html.append(
        Markup.format(
            "%,d synthetic patients from a %s",
            quality.synthetic(), Markup.escape(provenance.generator())));
    html.append(
        Markup.format(
            "</h1><p>Learnt from %,d real patients; %,d more were held out and never seen. ",
            quality.trained(), quality.heldOut()));
    html.append(
        "<b class=\"real\">Real</b> and <b class=\"made\">synthetic</b> keep their colours throughout.</p></header>");
    html.append("<section class=\"verdict " + tone() + "\">");
    html.append("<h2>Verdict</h2>");
    verdict.sentences().forEach(s -> html.append("<p>").append(Markup.escape(s)).append("</p>"));
    return html.append("</section>").toString();
  }

  private String tone() {
    if (verdict.repeatsPatients()) {
      return "bad";
    }
    return verdict.conclusive() ? "fair" : "weak";
  }

  private String figures() {
    return "<section class=\"cards\">"
        + card("Column shapes", quality.columnShapes(), "mean over columns; 1 is alike")
        + card(
            "Pair trends",
            quality.pairTrends(),
            Markup.format("shuffled columns score %.3f; 1 is alike", quality.independentPairs()))
        + card("Missingness", quality.missingness(), "1 is the same share in every column")
        + card(
            "Distance to closest record",
            quality.syntheticDistances().quantile(0.05),
            Markup.format(
                "5th percentile; held-out real patients: %s",
                number(quality.heldOutDistances().quantile(0.05))))
        + "</section>";
  }

  private static String card(String name, double value, String note) {
    return "<div class=\"card\"><h3>"
        + name
        + "</h3><p class=\"big\">"
        + number(value)
        + "</p><p class=\"note\">"
        + Markup.escape(note)
        + "</p></div>";
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "–" : Markup.format("%.3f", value);
  }

  private String columns() {
    StringBuilder html =
        new StringBuilder(
            "<section><h2>Columns</h2><p>Missing values are left out of the plots and the score; their shares stand below each plot.</p><div class=\"grid\">");
    for (int i = 0; i < real.columns().size(); i++) {
      Column before = real.columns().get(i);
      Column after = synthetic.columns().get(i);
      ColumnQuality figures = quality.columns().get(i);
      html.append("<div class=\"card\"><h3>").append(Markup.escape(before.name()));
      html.append(Markup.format("<span>%.3f</span></h3>", figures.shape()));
      html.append(
          before.kind() == ColumnKind.NUMBER
              ? Histogram.of(present(before), present(after), BINS).svg(before.name())
              : LevelBars.svg(before, after));
      html.append(
          Markup.format(
              "<p class=\"note\">%s · missing <b class=\"real\">%.0f %%</b> / <b class=\"made\">%.0f %%</b></p></div>",
              before.kind() == ColumnKind.NUMBER ? "KS complement" : "TV complement",
              100 * figures.realMissing(),
              100 * figures.syntheticMissing()));
    }
    return html.append("</div></section>").toString();
  }

  private static double[] present(Column column) {
    return Arrays.stream(column.values()).filter(v -> !Double.isNaN(v)).toArray();
  }

  private String dependence() {
    Correlations before = Correlations.of(real);
    Correlations after = Correlations.of(synthetic);
    StringBuilder html =
        new StringBuilder(
            "<section><h2>Dependence between columns</h2><p>Pearson's correlation of numbers and booleans: blue is positive, orange negative. Full colour is 1, in the difference 0.5.</p><div class=\"maps\">");
    html.append(HeatMap.svg("Real", before.names(), before.values(), 1));
    html.append(HeatMap.svg("Synthetic", after.names(), after.values(), 1));
    html.append(HeatMap.svg("Synthetic minus real", before.names(), after.minus(before), 0.5));
    html.append(
        "</div><h3>Pairs that are most unlike</h3><table><tr><th>Columns</th><th></th><th>Score</th></tr>");
    quality.pairs().stream()
        .sorted(Comparator.comparingDouble(PairQuality::score))
        .limit(WORST_PAIRS)
        .forEach(
            pair ->
                html.append(
                    Markup.format(
                        "<tr><td>%s</td><td>%s</td><td class=\"n\">%.3f</td></tr>",
                        Markup.escape(pair.a()), Markup.escape(pair.b()), pair.score())));
    return html.append("</table></section>").toString();
  }

  private String distances() {
    double made = quality.syntheticDistances().quantile(0.05);
    double held = quality.heldOutDistances().quantile(0.05);
    return "<section><h2>Distance to the closest real record</h2><div class=\"split\"><div class=\"card wide\">"
        + Histogram.of(
                array(quality.heldOutDistances().sorted()),
                array(quality.syntheticDistances().sorted()),
                BINS)
            .marked(held, made)
            .svg("Distance to the closest record learnt from")
        + "<p class=\"note\">Distance to the closest patient learnt from: <b class=\"real\">real patients held out</b>, <b class=\"made\">synthetic patients</b>; dashed: their 5th percentiles.</p></div><div>"
        + Markup.format(
            "<p>5th percentile: <b class=\"made\">%s</b> synthetic, <b class=\"real\">%s</b> held out. Median: <b class=\"made\">%s</b> and <b class=\"real\">%s</b>.</p>",
            number(made),
            number(held),
            number(quality.syntheticDistances().quantile(0.5)),
            number(quality.heldOutDistances().quantile(0.5)))
        + "<p>0 is a copy of a patient, 1 differs in every column. Real patients that the generator never saw show how close two different people come anyway. Synthetic patients should not come closer: if their 5th percentile is well below that of the held-out patients, the generator learnt patients by heart.</p>"
        + Markup.format(
            "<p>%d synthetic rows equal a real one; %d more did and were drawn again.</p></div></div></section>",
            quality.identical(), quality.refused());
  }

  private static double[] array(java.util.List<Double> values) {
    return values.stream().mapToDouble(d -> d).toArray();
  }

  private static String meaning() {
    return "<section><h2>What the figures mean</h2><dl>"
        + "<dt>Column shape</dt><dd>Numbers: 1 minus the Kolmogorov–Smirnov statistic, the largest gap between the two cumulative distributions. Booleans and categories: 1 minus the total variation distance, half the sum of the differences of shares.</dd>"
        + "<dt>Pair trend</dt><dd>Two numbers: 1 minus half the difference of Pearson's correlations. Other pairs: 1 minus the total variation distance of the two contingency tables, numbers in ten bins. The score of shuffled columns says what a generator would get that learnt every column and no dependence.</dd>"
        + "<dt>Distance</dt><dd>Gower's: the mean over columns of the difference as a share of the real range, or 0 and 1 for equal and different levels. Two missing values are equal.</dd>"
        + "<dt>What is not measured</dt><dd>Whether somebody with outside knowledge could tell that a patient was among those learnt from. No differential privacy is claimed.</dd></dl></section>";
  }

  private String provenance() {
    StringBuilder html = new StringBuilder("<section><h2>Provenance</h2><table>");
    provenance
        .facts()
        .forEach(
            (name, value) ->
                html.append("<tr><th>")
                    .append(Markup.escape(name))
                    .append("</th><td class=\"code\">")
                    .append(Markup.escape(value))
                    .append("</td></tr>"));
    return html.append("</table></section>").toString();
  }

  private static String style() {
    try (InputStream in = ReportPage.class.getResourceAsStream("/report/report.css")) {
      if (in == null) {
        throw new IllegalStateException("report.css is not in the artefact");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

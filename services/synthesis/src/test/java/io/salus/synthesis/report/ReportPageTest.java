package io.salus.synthesis.report;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.salus.synthesis.Clinic;
import io.salus.synthesis.population.Population;
import io.salus.synthesis.quality.Quality;
import io.salus.synthesis.quality.QualityMeasure;
import io.salus.synthesis.quality.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReportPageTest {
  @Test
  void standsAloneAndEscapesWhatColumnsAreCalled() throws IOException {
    Population all = Population.of(Clinic.table(300, 3));
    Population trained = all.rows(IntStream.range(0, 240).toArray());
    Population heldOut = all.rows(IntStream.range(240, 300).toArray());
    Population other = Population.of(Clinic.table(240, 4));
    Quality quality = new QualityMeasure(trained, heldOut, 1).of(other, 0, 0);

    String page =
        new ReportPage(
                trained,
                other,
                quality,
                Verdict.of(quality, 1),
                new Provenance("<generator>", Map.of("Seed", "<1>")))
            .html();

    assertFalse(page.contains("http"), "the page asks nobody for anything");
    assertFalse(page.contains("NaN"), "a figure without a value is not printed");
    assertTrue(page.contains("&lt;1&gt;") && !page.contains("<1>"));
    assertTrue(page.contains("&lt;generator&gt;"));
    assertTrue(page.contains(">pressure<"));
    Files.writeString(Path.of("target", "synthesis-report.html"), page);
  }
}

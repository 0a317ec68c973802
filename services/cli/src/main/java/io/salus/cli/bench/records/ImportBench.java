package io.salus.cli.bench.records;

import io.salus.cli.api.Api;
import io.salus.cli.bench.load.Measured;
import io.salus.cli.bench.stage.Base;
import io.salus.cli.bench.stage.CoresUsed;
import io.salus.cli.bench.stage.Stage;
import io.salus.cli.load.ImportFigures;
import io.salus.cli.load.Importer;
import io.salus.cli.token.TokenRequest;
import io.salus.cli.token.Tokens;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Synthea's bundles through the gateway, against COPY of the rows that came of them. The same
 * bundles go in several times, each time for another tenant: cold, for warming up, and measured.
 */
public record ImportBench(Stage stage, Path bundles) {
  private static final int AT_ONCE = 4;

  public void run() throws SQLException, IOException {
    ImportFigures cold = load("cold", "Import, services cold");
    long warm = System.nanoTime() + stage.warmUp().toNanos();
    for (int round = 1; System.nanoTime() < warm; round++) {
      load("warm-" + round, "Import, warming up");
    }
    var floor = new CopyFloor(stage, stage.tenant());
    floor.checkpoint();
    var cores = CoresUsed.since(stage.state());
    ImportFigures figures = load(stage.tenant(), "Import, measured");
    var used = cores.now();

    CopyFloor.Copied copied = floor.measure();
    Base base = Base.floor(copied.perSecond());
    long lost = Math.abs(figures.resources() - copied.resources());
    stage
        .results()
        .load(
            "import, resources: transactions, cold",
            AT_ONCE,
            Measured.rate(cold.resources(), cold.seconds(), cold.refusals().size()),
            base,
            java.util.Map.of());
    stage
        .results()
        .load(
            "import, resources: transactions, warm",
            AT_ONCE,
            Measured.rate(figures.resources(), figures.seconds(), figures.refusals().size() + lost),
            base,
            used);
    stage
        .results()
        .remark(
            "One import is "
                + figures.resources()
                + " resources in "
                + figures.stored()
                + " bundles, which become "
                + copied.resources()
                + " resources with "
                + copied.rows()
                + " rows in all.");
  }

  private ImportFigures load(String tenant, String title) {
    String token =
        new Tokens(stage.home())
            .issue(TokenRequest.everything("bench", tenant, Duration.ofHours(6)));
    var api = new Api(stage.api().base(), () -> token);
    return new Importer(api, AT_ONCE, false).load(bundles, stage.console(), title);
  }
}

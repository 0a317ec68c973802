package io.salus.cli.bench.learning;

import io.salus.learning.fit.Algorithm;
import io.salus.learning.fit.CalibrationMethod;
import io.salus.learning.linear.LogisticSettings;
import io.salus.learning.split.KFold;
import io.salus.learning.table.Csv;
import io.salus.learning.table.Table;
import io.salus.learning.tree.BoostingSettings;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Is a diabetic inpatient readmitted within 30 days; 5 splits by patient. */
final class Diabetes {
  private static final String NAME = "diabetes130";
  private static final String BEST = "gradient boosting, 3 averaged, with history";
  private static final String THEIRS = "histogram boosting";
  private static final int FOLDS = 5;

  /**
   * Chosen on held-out rows of training folds; small trees and much shrinkage, as noise is high.
   */
  private static final BoostingSettings SETTINGS =
      new BoostingSettings(1000, 0.05, 16, 8, 60, 10, 30, 0.3, 0.7, 30, 3, 1);

  private Diabetes() {}

  static void run(Path data, Optional<Scikit> scikit, long seed, Findings findings)
      throws IOException, InterruptedException {
    Csv csv;
    try (Reader reader = DataSet.DIABETES.open(data)) {
      csv = Csv.read(reader);
    }
    Diabetes130 encounters = new Diabetes130(csv);
    Table plain = encounters.plain();
    Table known = encounters.known(true);
    List<int[]> tests = KFold.of(plain, FOLDS, seed).tests();
    findings.remark(
        NAME
            + ": "
            + plain.rows()
            + " encounters, "
            + plain.positives()
            + " readmitted within 30 days; deaths and hospice discharges dropped; all encounters of"
            + " a patient on one side of a split.");
    OwnTraining own = new OwnTraining(NAME, known, tests, seed);
    Algorithm boosting = new Algorithm.Boosting(SETTINGS, true);
    findings.add(own.row(BEST, boosting, CalibrationMethod.AUTO, 1));
    findings.add(
        new OwnTraining(NAME, encounters.known(false), tests, seed)
            .row(
                "gradient boosting, earlier outcomes left out, uncalibrated",
                new Algorithm.Boosting(SETTINGS.withBoosters(1), true),
                CalibrationMethod.NONE,
                1));
    findings.add(
        new OwnTraining(NAME, plain, tests, seed)
            .row("gradient boosting, plain columns", boosting, CalibrationMethod.AUTO, 1));
    findings.add(
        own.row(
            "logistic regression, with history",
            new Algorithm.Logistic(LogisticSettings.ridge(0.001)),
            CalibrationMethod.AUTO,
            1));
    Row ours = findings.find(NAME, BEST, "Salus").orElseThrow();
    findings.demand(
        ours.slope() >= 0.9 && ours.slope() <= 1.1,
        String.format(Locale.ROOT, "%s: calibration slope %.3f (0.9 to 1.1)", NAME, ours.slope()));
    if (scikit.isPresent()) {
      beside(scikit.get(), plain, known, tests, ours, findings);
    }
  }

  private static void beside(
      Scikit scikit, Table plain, Table known, List<int[]> tests, Row ours, Findings findings)
      throws IOException, InterruptedException {
    String columns = ", plain columns";
    scikit
        .rows(NAME, plain, tests, List.of(THEIRS, THEIRS + ", codes"), 1, columns)
        .forEach(findings::add);
    scikit.rows(NAME, known, tests, List.of(THEIRS), 1, ", with history").forEach(findings::add);
    double best =
        Math.max(
            findings.find(NAME, THEIRS + columns, "scikit").orElseThrow().auroc(),
            findings.find(NAME, THEIRS + ", codes" + columns, "scikit").orElseThrow().auroc());
    findings.demand(
        ours.auroc() >= best + 0.003,
        String.format(
            Locale.ROOT,
            "%s: AUROC %.4f, scikit-learn's histogram boosting on the file's columns %.4f"
                + " (at least 0.003 above)",
            NAME,
            ours.auroc(),
            best));
  }
}

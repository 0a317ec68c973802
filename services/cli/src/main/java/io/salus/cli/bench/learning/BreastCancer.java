package io.salus.cli.bench.learning;

import io.salus.learning.fit.Algorithm;
import io.salus.learning.fit.CalibrationMethod;
import io.salus.learning.linear.LogisticSettings;
import io.salus.learning.split.KFold;
import io.salus.learning.svm.SvmSettings;
import io.salus.learning.table.Csv;
import io.salus.learning.table.CsvTable;
import io.salus.learning.table.Table;
import io.salus.learning.tree.BoostingSettings;
import io.salus.learning.tree.ForestSettings;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Wolberg et al. (1995): is a tumour benign, by measures of its cell nuclei; 10-fold. */
final class BreastCancer {
  private static final String NAME = "breast cancer";
  private static final String LOGISTIC = "logistic regression";
  private static final String RADIAL = "SVM (RBF), calibrated";
  private static final String LINEAR = "SVM (linear), calibrated";
  private static final String FOREST = "random forest";
  private static final String FOREST_ALL = "random forest, all cores";
  private static final int FOLDS = 10;
  private static final int ROUNDS = 3;

  private BreastCancer() {}

  static void run(Path data, Optional<Scikit> scikit, long seed, Findings findings)
      throws IOException, InterruptedException {
    Table table;
    try (Reader reader = DataSet.BREAST_CANCER.open(data)) {
      table =
          new CsvTable("", "", "benign", Set.of("1"), Set.of(), Set.of(), Set.of())
              .table(Csv.read(reader));
    }
    List<int[]> tests = KFold.of(table, FOLDS, seed).tests();
    OwnTraining own = new OwnTraining(NAME, table, tests, seed);
    int training = table.rows() - table.rows() / FOLDS;
    // scikit-learn's C is the weight of the losses' sum, ours that of the penalty to their mean.
    Algorithm logistic = new Algorithm.Logistic(LogisticSettings.ridge(1.0 / training));
    findings.add(own.row(LOGISTIC, logistic, CalibrationMethod.NONE, ROUNDS));
    findings.add(
        own.row(
            RADIAL,
            new Algorithm.SupportVector(SvmSettings.rbf(1)),
            CalibrationMethod.PLATT,
            ROUNDS));
    findings.add(
        own.row(
            LINEAR,
            new Algorithm.SupportVector(SvmSettings.linear(1)),
            CalibrationMethod.PLATT,
            ROUNDS));
    findings.add(
        own.row(
            FOREST,
            new Algorithm.Forest(new ForestSettings(100, 0, 1, Integer.MAX_VALUE, 1)),
            CalibrationMethod.NONE,
            ROUNDS));
    findings.add(
        own.row(
            "gradient boosting",
            new Algorithm.Boosting(BoostingSettings.standard(), false),
            CalibrationMethod.NONE,
            ROUNDS));
    if (scikit.isEmpty()) {
      return;
    }
    List<String> theirs = List.of(LOGISTIC, RADIAL, LINEAR, FOREST, FOREST_ALL);
    scikit.get().rows(NAME, table, tests, theirs, ROUNDS, "").forEach(findings::add);
    for (String model : List.of(LOGISTIC, RADIAL, FOREST)) {
      Row ours = findings.find(NAME, model, "Salus").orElseThrow();
      Row other = findings.find(NAME, model, "scikit").orElseThrow();
      double time =
          model.equals(FOREST)
              ? Math.min(
                  other.seconds(),
                  findings.find(NAME, FOREST_ALL, "scikit").orElseThrow().seconds())
              : other.seconds();
      findings.demand(
          ours.auroc() >= other.auroc() - 0.003,
          String.format(
              Locale.ROOT,
              "%s, %s: AUROC %.4f, scikit-learn %.4f (at most 0.003 below)",
              NAME,
              model,
              ours.auroc(),
              other.auroc()));
      findings.demand(
          ours.seconds() <= time,
          String.format(
              Locale.ROOT,
              "%s, %s: a training takes %.4f s, scikit-learn's %.4f s",
              NAME,
              model,
              ours.seconds(),
              time));
    }
  }
}

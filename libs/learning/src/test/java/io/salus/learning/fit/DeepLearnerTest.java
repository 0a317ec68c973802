package io.salus.learning.fit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.salus.learning.UnusableDataException;
import io.salus.learning.metric.Discrimination;
import io.salus.learning.network.Watch;
import io.salus.learning.table.Column;
import io.salus.learning.table.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeepLearnerTest {
  private static final int HEIGHT = 6;
  private static final int WIDTH = 8;
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "convolutional-network | {'height': 6, 'width': 8, 'filters': [6, 6], 'dropout': 0.1,"
            + " 'shift': 0, 'learning_rate': 0.02, 'most_epochs': 12, 'batch_size': 16} | log-odds",
        "convolutional-network | {'height': 3, 'width': 8, 'channels': 2, 'filters': [6],"
            + " 'dropout': 0, 'shift': 0, 'learning_rate': 0.02, 'most_epochs': 12,"
            + " 'batch_size': 16} | log-odds",
        "convolutional-network | {'height': 6, 'width': 8, 'filters': [4], 'dropout': 0.1, 'shift': 0,"
            + " 'learning_rate': 0.02, 'most_epochs': 6, 'batch_size': 16, 'members': 3} | log-odds",
        "recurrent-network | {'length': 6, 'channels': 8, 'units': 8, 'most_epochs': 15} | log-odds",
        "recurrent-network | {'length': 6, 'channels': 8, 'units': 6, 'most_epochs': 10,"
            + " 'members': 2} | log-odds",
        "recurrent-network | {'length': 6, 'channels': 8, 'cell': 'lstm', 'units': 8,"
            + " 'most_epochs': 15} | log-odds",
        "autoencoder | {'hidden': [16, 3], 'learning_rate': 0.01} | mean squared error"
      })
  void learnsExplainsAndIsKeptBitForBit(String name, String hyperparameters, String unit)
      throws IOException {
    Algorithm algorithm = algorithm(name, hyperparameters);
    Table test = bars(120, 3);

    FittedModel model = fit(algorithm, CalibrationMethod.AUTO);
    FittedModel again = fit(algorithm, CalibrationMethod.AUTO);
    FittedModel read = ModelFile.read(ModelFile.write(model));

    double auroc = Discrimination.auroc(model.scores(test), test.labels());
    assertTrue(auroc > 0.9, name + ": AUROC " + auroc);
    assertArrayEquals(ModelFile.write(model), ModelFile.write(again));
    assertArrayEquals(model.probabilities(test), read.probabilities(test));
    assertEquals(unit, model.unit());
    assertEquals(CalibrationMethod.PLATT, model.calibration());
    for (int row = 0; row < 5; row++) {
      double[] raw = model.encoder().raw(test, row);
      Explanation why = model.explain(raw);
      double sum = why.contributions().stream().mapToDouble(part -> part).sum();
      assertEquals(model.score(raw), why.base() + sum, 1e-6);
      assertEquals(HEIGHT * WIDTH, why.contributions().size());
    }
  }

  @Test
  void theScoreOfSeveralNetworksIsTheMeanOfTheirs() {
    String settings = "'length': 6, 'channels': 8, 'units': 6, 'most_epochs': 4";
    FittedModel alone =
        fit(algorithm("recurrent-network", "{" + settings + "}"), CalibrationMethod.NONE);
    FittedModel three =
        fit(
            algorithm("recurrent-network", "{" + settings + ", 'members': 3}"),
            CalibrationMethod.NONE);

    double[] x = three.encoder().encode(three.encoder().raw(bars(1, 9), 0));
    Scorer.Ensemble ensemble = assertInstanceOf(Scorer.Ensemble.class, three.scorer());
    double[] each = ensemble.members().stream().mapToDouble(member -> member.score(x)).toArray();

    assertEquals(alone.scorer().score(x), each[0], 0, "the first has the seed itself");
    assertEquals(3, Arrays.stream(each).distinct().count(), "they differ");
    assertEquals((each[0] + each[1] + each[2]) / 3, three.scorer().score(x), 1e-12);
  }

  @Test
  void anAutoencoderWithoutCalibrationRanksAmongRowsWithoutTheOutcome() {
    FittedModel model =
        fit(
            algorithm("autoencoder", "{'hidden': [16, 3], 'learning_rate': 0.01}"),
            CalibrationMethod.NONE);
    Table test = bars(200, 3);

    double[] ranks = model.probabilities(test);

    assertEquals(CalibrationMethod.RANK, model.calibration());
    assertTrue(Discrimination.auroc(ranks, test.labels()) > 0.9);
    double[] normal =
        IntStream.range(0, 200).filter(i -> !test.label(i)).mapToDouble(i -> ranks[i]).toArray();
    double mean = IntStream.range(0, normal.length).mapToDouble(i -> normal[i]).average().orElse(0);
    assertEquals(0.5, mean, 0.15);
  }

  @Test
  void saysWhichSettingTheColumnsDoNotFit() {
    SettingsException picture =
        assertThrows(
            SettingsException.class,
            () ->
                fit(
                    algorithm("convolutional-network", "{'height': 7, 'width': 7, 'filters': [4]}"),
                    CalibrationMethod.NONE));
    assertEquals("height", picture.place());
    assertEquals(
        "height x width x channels is 7 x 7 x 1 = 49, but the table has 48 columns of features.",
        picture.sentence());
    assertEquals(
        "length",
        assertThrows(
                SettingsException.class,
                () -> fit(algorithm("recurrent-network", "{'length': 9}"), CalibrationMethod.NONE))
            .place());
    assertEquals(
        "width",
        assertThrows(
                SettingsException.class, () -> algorithm("convolutional-network", "{'height': 28}"))
            .place());
    assertEquals(
        "filters",
        assertThrows(
                SettingsException.class,
                () ->
                    algorithm(
                        "convolutional-network", "{'height': 4, 'width': 4, 'filters': [4, 4, 4]}"))
            .place());
  }

  @Test
  void aPictureIsMadeOfNumbers() {
    Table plain = bars(40, 1);
    List<Column> columns = new ArrayList<>(plain.features());
    columns.set(3, Column.categories("colour", new double[40], List.of("red")));
    Table wrong =
        new Table(plain.patients(), plain.indexDates(), plain.labels(), columns, Map.of());

    UnusableDataException refused =
        assertThrows(
            UnusableDataException.class,
            () ->
                new DeepLearner(
                        deep("recurrent-network", "{'length': 48}"), CalibrationMethod.NONE, 1)
                    .fit(wrong, wrong, Watch.of(share -> {})));

    assertTrue(String.valueOf(refused.getMessage()).contains("colour is no number"));
  }

  private static FittedModel fit(Algorithm algorithm, CalibrationMethod calibration) {
    return new DeepLearner((Algorithm.Deep) algorithm, calibration, 1)
        .fit(bars(240, 1), bars(120, 2), Watch.of(share -> {}))
        .model();
  }

  private static Algorithm.Deep deep(String name, String hyperparameters) {
    return (Algorithm.Deep) algorithm(name, hyperparameters);
  }

  private static Algorithm algorithm(String name, String hyperparameters) {
    try {
      JsonNode settings = JSON.readTree(hyperparameters.replace('\'', '"'));
      return Settings.read(name, settings);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  // A line that rises to the right, the same in all rows; with the outcome it lies elsewhere.
  private static Table bars(int rows, long seed) {
    Random random = new Random(seed);
    boolean[] labels = new boolean[rows];
    double[][] cells = new double[HEIGHT * WIDTH][rows];
    for (int i = 0; i < rows; i++) {
      labels[i] = random.nextInt(3) == 0;
      int line = labels[i] ? 1 + random.nextInt(2) : 3 + random.nextInt(2);
      double gain = 50 + 20 * random.nextDouble();
      for (int y = 0; y < HEIGHT; y++) {
        for (int x = 0; x < WIDTH; x++) {
          cells[y * WIDTH + x][i] =
              100 + 10 * random.nextGaussian() + (y == line ? gain + 2 * x : 0);
        }
      }
    }
    List<Column> features = new ArrayList<>();
    for (int j = 0; j < cells.length; j++) {
      features.add(Column.numbers("pixel-" + j, cells[j]));
    }
    return new Table(
        IntStream.range(0, rows).mapToObj(i -> "patient-" + seed + "-" + i).toList(),
        Collections.nCopies(rows, ""),
        labels,
        features,
        Map.of());
  }
}

package io.salus.learning.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.learning.model.Cell;
import io.salus.learning.model.DenseNetwork;
import io.salus.learning.model.PictureNetwork;
import io.salus.learning.model.SequenceNetwork;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What plain Java answers is what the engine answers; what is a slope is a slope. */
class PlainNetworkTest {
  @Test
  void aPictureNetworkAnswersAsTheEngineDoes() throws IOException {
    // Odd sizes: pooling leaves a line and a column out.
    var net = new Architecture.Convolutional(9, 7, 2, List.of(3, 5), 0.2, 1);
    Samples rows = rows(40, 9 * 7 * 2);
    byte[] parameters =
        new DeepTraining(net, new Schedule(2, 8, 0.01, 0.01, Augmentation.NONE), 1)
            .train(rows, share -> {});

    PictureNetwork plain = PlainNetwork.of(net, parameters);

    try (DeepNetwork engine = DeepNetwork.load(net, parameters)) {
      double[] margins = engine.margins(rows);
      for (int i = 0; i < margins.length; i++) {
        assertEquals(margins[i], plain.score(wide(rows.value(i))), 1e-4);
      }
    }
    isTheSlope(plain.gradient(wide(rows.value(0))), wide(rows.value(0)), plain::score, 1e-3, 5e-3);
  }

  @Test
  void aPerceptronAnswersAsTheEngineDoes() throws IOException {
    var net = new Architecture.Perceptron(6, List.of(8, 4), 1);
    Samples rows = rows(40, 6);
    byte[] parameters =
        new DeepTraining(net, new Schedule(3, 8, 0.02, 0.01, Augmentation.NONE), 1)
            .train(rows, share -> {});

    DenseNetwork plain = PlainNetwork.of(net, parameters);

    try (DeepNetwork engine = DeepNetwork.load(net, parameters)) {
      double[] margins = engine.margins(rows);
      for (int i = 0; i < margins.length; i++) {
        assertEquals(margins[i], plain.score(wide(rows.value(i))), 1e-4);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSequenceNetworkAnswersAsTheEngineDoes(Cell cell) throws IOException {
    var net = new Architecture.Recurrent(9, 3, cell, 5, 1);
    Samples rows = rows(40, 27);
    byte[] parameters =
        new DeepTraining(net, new Schedule(3, 8, 0.02, 0.01, Augmentation.NONE), 1)
            .train(rows, share -> {});

    SequenceNetwork plain = PlainNetwork.of(net, parameters);

    try (DeepNetwork engine = DeepNetwork.load(net, parameters)) {
      double[] margins = engine.margins(rows);
      for (int i = 0; i < margins.length; i++) {
        assertEquals(margins[i], plain.score(wide(rows.value(i))), 1e-4);
      }
    }
    isTheSlope(plain.gradient(wide(rows.value(0))), wide(rows.value(0)), plain::score, 1e-4, 1e-6);
  }

  @Test
  void aSequenceNetworkThatDoesNotNameItsCellIsAGatedOne() throws IOException {
    var net = new Architecture.Recurrent(9, 3, Cell.GRU, 5, 1);
    Samples rows = rows(20, 27);
    byte[] parameters =
        new DeepTraining(net, new Schedule(1, 8, 0.02, 0.01, Augmentation.NONE), 1)
            .train(rows, share -> {});
    SequenceNetwork network = PlainNetwork.of(net, parameters);
    ObjectMapper json = new ObjectMapper();
    ObjectNode older = json.valueToTree(network);

    assertEquals("gru", older.remove("cell").asText());

    double[] x = wide(rows.value(0));
    assertEquals(network.score(x), json.treeToValue(older, SequenceNetwork.class).score(x), 0);
    ObjectNode wrong = older.put("cell", "lstm");
    assertThrows(
        ValueInstantiationException.class, () -> json.treeToValue(wrong, SequenceNetwork.class));
  }

  private static void isTheSlope(
      double[] slope, double[] x, ToDoubleFunction<double[]> score, double step, double least) {
    for (int j = 0; j < x.length; j++) {
      double[] more = x.clone();
      double[] less = x.clone();
      more[j] += step;
      less[j] -= step;
      assertEquals(
          (score.applyAsDouble(more) - score.applyAsDouble(less)) / (2 * step), slope[j], least);
    }
  }

  private static Samples rows(int rows, int width) {
    Random random = new Random(1);
    float[][] values = new float[rows][width];
    int[] classes = new int[rows];
    for (int i = 0; i < rows; i++) {
      classes[i] = i % 2;
      for (int j = 0; j < width; j++) {
        values[i][j] = (float) (random.nextGaussian() + (i % 2 == 0 ? 0 : 0.3 * (j % 3)));
      }
    }
    return new Samples(values, classes);
  }

  private static double[] wide(float[] row) {
    double[] wide = new double[row.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = row[i];
    }
    return wide;
  }
}

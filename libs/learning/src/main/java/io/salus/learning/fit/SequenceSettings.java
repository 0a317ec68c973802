package io.salus.learning.fit;

import io.salus.learning.model.Cell;
import io.salus.learning.network.Architecture;
import io.salus.learning.network.Augmentation;
import io.salus.learning.network.Schedule;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Hyperparameters of a recurrent network. Its columns, in order, are a sequence: step by step, the
 * channels of a step side by side.
 *
 * @param length steps of a sequence
 * @param channels numbers of a step
 * @param cell what the recurrent layer does with a step; GRU in files from before there was a
 *     choice
 * @param units of the recurrent layer
 * @param learningRate highest step size
 * @param weightDecay decoupled decay
 * @param batchSize rows a step
 * @param mostEpochs passes at most
 * @param patience epochs without a better loss on rows held out after which it ends
 * @param positiveWeight weight of rows with the outcome
 */
public record SequenceSettings(
    int length,
    int channels,
    Cell cell,
    int units,
    double learningRate,
    double weightDecay,
    int batchSize,
    int mostEpochs,
    int patience,
    double positiveWeight)
    implements DeepSettings {
  public SequenceSettings {
    cell = Objects.requireNonNullElse(cell, Cell.GRU);
  }

  static SequenceSettings read(SettingsReader from) {
    return new SequenceSettings(
        from.needed("length", 1, 5000),
        from.whole("channels", 1, 1, 1000),
        Cell.valueOf(from.oneOf("cell", List.of("gru", "lstm")).toUpperCase(Locale.ROOT)),
        from.whole("units", 32, 1, 256),
        from.number("learning_rate", 0.01, 1e-6, 1),
        from.number("weight_decay", 0.01, 0, 10),
        from.whole("batch_size", 32, 2, 4096),
        from.whole("most_epochs", 40, 1, 1000),
        from.whole("patience", 10, 1, 1000),
        from.weight());
  }

  @Override
  public Architecture architecture(int inputs) {
    return new Architecture.Recurrent(length, channels, cell, units, 1);
  }

  @Override
  public Schedule schedule() {
    return new Schedule(
        mostEpochs, batchSize, learningRate, weightDecay, Augmentation.NONE, positiveWeight);
  }

  @Override
  public void requireColumns(int features) {
    long numbers = (long) length * channels;
    if (features != numbers) {
      throw new SettingsException(
          "length",
          "length x channels is %d x %d = %d, but the table has %d columns of features."
              .formatted(length, channels, numbers, features));
    }
  }

  @Override
  public List<DeepSettings> others() {
    return Stream.of(16, 64).flatMap(more -> Stream.of(with(more, 1), with(more, 0.3))).toList();
  }

  private DeepSettings with(int more, double factor) {
    return new SequenceSettings(
        length,
        channels,
        cell,
        more,
        learningRate * factor,
        weightDecay,
        batchSize,
        mostEpochs,
        patience,
        positiveWeight);
  }
}

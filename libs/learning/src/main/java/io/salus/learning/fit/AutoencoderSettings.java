package io.salus.learning.fit;

import io.salus.learning.network.Architecture;
import io.salus.learning.network.Augmentation;
import io.salus.learning.network.Schedule;
import java.util.List;
import java.util.stream.Stream;

/**
 * Hyperparameters of an autoencoder, which learns from rows without the outcome alone.
 *
 * @param hidden units of the layers down to the middle one; the way up mirrors them
 * @param learningRate highest step size
 * @param weightDecay decoupled decay
 * @param batchSize rows a step
 * @param mostEpochs passes at most
 * @param patience epochs without a better loss on rows held out after which it ends
 */
public record AutoencoderSettings(
    List<Integer> hidden,
    double learningRate,
    double weightDecay,
    int batchSize,
    int mostEpochs,
    int patience)
    implements DeepSettings {
  private static final int MOST_UNITS = 1024;

  public AutoencoderSettings {
    hidden = List.copyOf(hidden);
  }

  static AutoencoderSettings read(SettingsReader from) {
    List<Integer> hidden = from.wholes("hidden", List.of(64, 16, 6), 8, MOST_UNITS);
    if (hidden.isEmpty()) {
      throw new SettingsException("hidden", "hidden is a list of one layer or more.");
    }
    return new AutoencoderSettings(
        hidden,
        from.number("learning_rate", 0.003, 1e-6, 1),
        from.number("weight_decay", 0, 0, 10),
        from.whole("batch_size", 32, 2, 4096),
        from.whole("most_epochs", 80, 1, 10_000),
        from.whole("patience", 15, 1, 10_000));
  }

  @Override
  public Architecture architecture(int inputs) {
    return new Architecture.Autoencoder(inputs, hidden);
  }

  @Override
  public Schedule schedule() {
    return new Schedule(mostEpochs, batchSize, learningRate, weightDecay, Augmentation.NONE);
  }

  @Override
  public void requireColumns(int features) {
    // It takes any table.
  }

  @Override
  public List<DeepSettings> others() {
    return Stream.of(0.5, 2.0)
        .flatMap(wider -> Stream.of(with(wider, 1), with(wider, 0.3)))
        .toList();
  }

  private DeepSettings with(double wider, double factor) {
    return new AutoencoderSettings(
        hidden.stream().map(units -> Math.clamp(Math.round(units * wider), 1, MOST_UNITS)).toList(),
        learningRate * factor,
        weightDecay,
        batchSize,
        mostEpochs,
        patience);
  }
}

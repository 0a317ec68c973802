package io.salus.learning.fit;

import io.salus.learning.network.Architecture;
import io.salus.learning.network.Augmentation;
import io.salus.learning.network.Schedule;
import java.util.List;
import java.util.stream.Stream;

/**
 * Hyperparameters of a convolutional network. Its columns, in order, are a picture: line by line,
 * pixel by pixel, the channels of a pixel side by side.
 *
 * @param height lines of a picture
 * @param width pixels of a line
 * @param channels numbers of a pixel
 * @param filters of each stage of two convolutions; each further stage sees half the size
 * @param dropout share of the last features left out in training
 * @param eachAlone whether each picture is brought to the same brightness and contrast first
 * @param shift pixels by which pictures are moved at random in training, each way
 * @param contrast share by which their contrast varies in training
 * @param learningRate highest step size
 * @param weightDecay decoupled decay
 * @param batchSize rows a step
 * @param mostEpochs passes at most
 * @param patience epochs without a better loss on rows held out after which it ends
 * @param positiveWeight weight of rows with the outcome
 */
public record PictureSettings(
    int height,
    int width,
    int channels,
    List<Integer> filters,
    double dropout,
    boolean eachAlone,
    int shift,
    double contrast,
    double learningRate,
    double weightDecay,
    int batchSize,
    int mostEpochs,
    int patience,
    double positiveWeight)
    implements DeepSettings {
  public PictureSettings {
    filters = List.copyOf(filters);
  }

  static PictureSettings read(SettingsReader from) {
    int height = from.needed("height", 2, 1024);
    int width = from.needed("width", 2, 1024);
    List<Integer> filters = from.wholes("filters", List.of(16, 32, 64), 6, 256);
    if (filters.isEmpty() || Math.min(height, width) >> (filters.size() - 1) < 2) {
      throw new SettingsException(
          "filters",
          "filters is a list of one stage or more; each after the first halves the picture, of"
              + " which at least 2 pixels must be left.");
    }
    return new PictureSettings(
        height,
        width,
        from.whole("channels", 1, 1, 16),
        filters,
        from.number("dropout", 0.5, 0, 0.9),
        from.truth("each_alone", true),
        from.whole("shift", 2, 0, Math.min(height, width) / 2),
        from.number("contrast", 0.2, 0, 0.9),
        from.number("learning_rate", 0.004, 1e-6, 1),
        from.number("weight_decay", 0.3, 0, 10),
        from.whole("batch_size", 64, 2, 4096),
        from.whole("most_epochs", 20, 1, 1000),
        from.whole("patience", 8, 1, 1000),
        from.weight());
  }

  @Override
  public Architecture architecture(int inputs) {
    return new Architecture.Convolutional(height, width, channels, filters, dropout, 1);
  }

  @Override
  public Schedule schedule() {
    return new Schedule(
        mostEpochs,
        batchSize,
        learningRate,
        weightDecay,
        new Augmentation(shift, contrast),
        positiveWeight);
  }

  @Override
  public void requireColumns(int features) {
    long pixels = (long) height * width * channels;
    if (features != pixels) {
      throw new SettingsException(
          "height",
          "height x width x channels is %d x %d x %d = %d, but the table has %d columns of features."
              .formatted(height, width, channels, pixels, features));
    }
  }

  @Override
  public List<DeepSettings> others() {
    return Stream.of(0.3, 3.0)
        .flatMap(factor -> Stream.of(with(factor, 0.3), with(factor, 0.03)))
        .toList();
  }

  private DeepSettings with(double factor, double decay) {
    return new PictureSettings(
        height,
        width,
        channels,
        filters,
        dropout,
        eachAlone,
        shift,
        contrast,
        Math.min(1, learningRate * factor),
        decay,
        batchSize,
        mostEpochs,
        patience,
        positiveWeight);
  }
}

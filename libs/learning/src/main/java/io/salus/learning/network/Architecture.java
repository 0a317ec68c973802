package io.salus.learning.network;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.pooling.Pool;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.salus.learning.model.Cell;
import java.util.List;

/** The layers of a network. They are built in code; a file holds these numbers and weights only. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Architecture.Perceptron.class, name = "perceptron"),
  @JsonSubTypes.Type(value = Architecture.Convolutional.class, name = "convolutional"),
  @JsonSubTypes.Type(value = Architecture.Recurrent.class, name = "recurrent"),
  @JsonSubTypes.Type(value = Architecture.Autoencoder.class, name = "autoencoder")
})
public sealed interface Architecture {
  /** Untrained layers. */
  SequentialBlock block();

  /** Shape of so many rows. */
  Shape shape(long rows);

  /** Numbers of one row. */
  default int width() {
    return (int) shape(1).size();
  }

  /** Numbers that it answers for a row. */
  int outputs();

  /**
   * Layers of ReLU units.
   *
   * @param inputs numbers of a row
   * @param hidden units of each hidden layer
   * @param outputs classes; 1 for the log-odds of one outcome
   */
  record Perceptron(int inputs, List<Integer> hidden, int outputs) implements Architecture {
    public Perceptron {
      hidden = List.copyOf(hidden);
      require(inputs > 0 && outputs > 0 && hidden.stream().allMatch(units -> units > 0));
    }

    @Override
    public SequentialBlock block() {
      SequentialBlock layers = new SequentialBlock();
      hidden.forEach(units -> layers.add(linear(units)).add(Activation::relu));
      return layers.add(linear(outputs));
    }

    @Override
    public Shape shape(long rows) {
      return new Shape(rows, inputs);
    }
  }

  /**
   * Stages of two 3x3 convolutions with batch normalisation and ReLU, each followed by a pooling of
   * 2x2, then the mean over the picture: Simonyan and Zisserman, "Very deep convolutional
   * networks", ICLR 2015, section 2, with Ioffe and Szegedy's normalisation (ICML 2015, algorithm
   * 1).
   *
   * @param height of the picture
   * @param imageWidth of the picture
   * @param depth numbers of a pixel, which lie side by side: 1 is grey, 3 is colour
   * @param channels filters of each stage
   * @param dropout share of the last features left out in training
   * @param outputs classes; 1 for the log-odds of one outcome
   */
  record Convolutional(
      int height, int imageWidth, int depth, List<Integer> channels, double dropout, int outputs)
      implements Architecture {
    public Convolutional {
      channels = List.copyOf(channels);
      require(
          (height >> channels.size()) > 0
              && (imageWidth >> channels.size()) > 0
              && depth > 0
              && outputs > 0
              && dropout >= 0
              && dropout < 1
              && channels.stream().allMatch(filters -> filters > 0));
    }

    @Override
    public SequentialBlock block() {
      SequentialBlock layers = new SequentialBlock();
      for (int stage = 0; stage < channels.size(); stage++) {
        for (int i = 0; i < 2; i++) {
          layers
              .add(
                  Conv2d.builder()
                      .setKernelShape(new Shape(3, 3))
                      .optPadding(new Shape(1, 1))
                      .setFilters(channels.get(stage))
                      .optBias(false)
                      .build())
              .add(BatchNorm.builder().build())
              .add(Activation::relu);
        }
        if (stage + 1 < channels.size()) {
          layers.add(Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2)));
        }
      }
      layers.add(Pool.globalAvgPool2dBlock());
      if (dropout > 0) {
        layers.add(Dropout.builder().optRate((float) dropout).build());
      }
      return layers.add(Blocks.batchFlattenBlock()).add(linear(outputs));
    }

    @Override
    public Shape shape(long rows) {
      return new Shape(rows, depth, height, imageWidth);
    }
  }

  /**
   * A {@link GatedRecurrentUnit} or {@link LongShortTermMemory} over a sequence, and a linear layer
   * on what it answers.
   *
   * @param steps of the sequence
   * @param numbers of each step
   * @param cell which of the two
   * @param units of the recurrent layer
   * @param outputs classes; 1 for the log-odds of one outcome
   */
  record Recurrent(int steps, int numbers, Cell cell, int units, int outputs)
      implements Architecture {
    public Recurrent {
      require(steps > 0 && numbers > 0 && units > 0 && outputs > 0);
    }

    @Override
    public SequentialBlock block() {
      RecurrentLayer layer =
          switch (cell) {
            case GRU -> new GatedRecurrentUnit(units);
            case LSTM -> new LongShortTermMemory(units);
          };
      return new SequentialBlock().add(layer).add(linear(outputs));
    }

    @Override
    public Shape shape(long rows) {
      return new Shape(rows, steps, numbers);
    }
  }

  /**
   * A perceptron that gives back its inputs through a narrow middle; what it cannot give back is
   * unlike its training rows: Hinton and Salakhutdinov, "Reducing the dimensionality of data with
   * neural networks", Science 313 (2006), p. 504.
   *
   * @param inputs numbers of a row
   * @param hidden units of the layers down to the middle one; the way up mirrors them
   */
  record Autoencoder(int inputs, List<Integer> hidden) implements Architecture {
    public Autoencoder {
      hidden = List.copyOf(hidden);
      require(inputs > 0 && !hidden.isEmpty() && hidden.stream().allMatch(units -> units > 0));
    }

    @Override
    public SequentialBlock block() {
      SequentialBlock layers = new SequentialBlock();
      hidden.forEach(units -> layers.add(linear(units)).add(Activation::relu));
      for (int i = hidden.size() - 2; i >= 0; i--) {
        layers.add(linear(hidden.get(i))).add(Activation::relu);
      }
      return layers.add(linear(inputs));
    }

    @Override
    public Shape shape(long rows) {
      return new Shape(rows, inputs);
    }

    @Override
    public int outputs() {
      return inputs;
    }
  }

  private static Linear linear(int units) {
    return Linear.builder().setUnits(units).build();
  }

  private static void require(boolean sound) {
    if (!sound) {
      throw new IllegalArgumentException("no such network");
    }
  }
}

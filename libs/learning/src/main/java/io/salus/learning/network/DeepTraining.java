package io.salus.learning.network;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.initializer.Initializer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.AdamW;
import io.salus.learning.model.FitProgress;
import io.salus.learning.split.Shuffle;
import io.salus.learning.torch.Torch;
import io.salus.learning.torch.Weights;
import java.io.IOException;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Trains networks by AdamW (Loshchilov and Hutter, "Decoupled weight decay regularization", ICLR
 * 2019, algorithm 2): cross-entropy for classes, squared error for an autoencoder. Start weights,
 * batches and shifts come from the seed, so the same seed gives the same bits on the same machine
 * with the same number of threads.
 */
public final class DeepTraining {
  private final Architecture architecture;
  private final Schedule schedule;
  private final long seed;

  public DeepTraining(Architecture architecture, Schedule schedule, long seed) {
    this.architecture = architecture;
    this.schedule = schedule;
    this.seed = seed;
  }

  /** Trains; gives the parameters for {@link DeepNetwork#load}. */
  public byte[] train(Samples samples, FitProgress progress) throws IOException {
    return Torch.train(seed, manager -> run(manager, samples, progress));
  }

  private byte[] run(NDManager manager, Samples samples, FitProgress progress) throws IOException {
    Random random = new Random(seed);
    Block block = architecture.block();
    block.setInitializer(start(random), Parameter.Type.WEIGHT);
    int perEpoch = (samples.rows() + schedule.batch() - 1) / schedule.batch();
    int steps = perEpoch * schedule.epochs();
    int[] step = new int[1];
    try (Model model = Model.newInstance("training", "PyTorch")) {
      model.setBlock(block);
      DefaultTrainingConfig config =
          new DefaultTrainingConfig(loss())
              .optDevices(manager.getEngine().getDevices(0))
              .optOptimizer(
                  AdamW.builder()
                      .optLearningRateTracker((parameter, update) -> schedule.rate(step[0], steps))
                      .optWeightDecays((float) schedule.weightDecay())
                      .build());
      try (Trainer trainer = model.newTrainer(config)) {
        trainer.initialize(architecture.shape(1));
        for (int epoch = 0; epoch < schedule.epochs(); epoch++) {
          progress.at((double) epoch / schedule.epochs());
          int[] order = Shuffle.order(samples.rows(), random);
          for (int i = 0; i < perEpoch; i++) {
            int from = i * schedule.batch();
            int to = Math.min(order.length, from + schedule.batch());
            // Batch normalisation has no variance of one row.
            if (to - from > 1) {
              step(
                  trainer,
                  samples.rows(IntStream.range(from, to).map(j -> order[j]).toArray()),
                  random);
            }
            step[0]++;
          }
        }
      }
      return Weights.bytes(block);
    }
  }

  private Loss loss() {
    return switch (architecture) {
      case Architecture.Autoencoder _ -> Loss.l2Loss();
      case Architecture.Perceptron _ -> ofClasses();
      case Architecture.Convolutional _ -> ofClasses();
      case Architecture.Recurrent _ -> ofClasses();
    };
  }

  private Loss ofClasses() {
    return architecture.outputs() == 1
        ? Loss.sigmoidBinaryCrossEntropyLoss()
        : Loss.softmaxCrossEntropyLoss();
  }

  private void step(Trainer trainer, Samples batch, Random random) {
    try (NDManager scope = trainer.getManager().newSubManager()) {
      Samples rows =
          architecture instanceof Architecture.Convolutional pictures
              ? schedule.augmentation().of(batch, pictures, random)
              : batch;
      NDArray input = rows.array(scope, architecture);
      NDArray wanted = wanted(scope, batch, input);
      try (GradientCollector collector = trainer.newGradientCollector()) {
        NDList output = trainer.forward(new NDList(input));
        NDArray loss = trainer.getLoss().evaluate(new NDList(wanted), output);
        collector.backward(loss);
        output.attach(scope);
        loss.attach(scope);
      }
      trainer.step();
    }
  }

  private NDArray wanted(NDManager scope, Samples batch, NDArray input) {
    if (architecture instanceof Architecture.Autoencoder) {
      return input;
    }
    float[] classes = new float[batch.rows()];
    for (int i = 0; i < classes.length; i++) {
      classes[i] = batch.classOf(i);
    }
    return architecture.outputs() == 1
        ? scope.create(classes, new Shape(classes.length, 1))
        : scope.create(classes);
  }

  /**
   * Start weights for ReLU layers, normal with variance 2 / inputs: He et al., "Delving deep into
   * rectifiers", ICCV 2015, eq. 10.
   */
  private static Initializer start(Random random) {
    return (manager, shape, type) -> {
      float[] weights = new float[(int) shape.size()];
      double inputs = (double) shape.size() / shape.get(0);
      for (int i = 0; i < weights.length; i++) {
        weights[i] = (float) (random.nextGaussian() * Math.sqrt(2 / inputs));
      }
      return manager.create(weights, shape).toType(type, false);
    };
  }
}

package io.salus.learning.model;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.initializer.Initializer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.AdamW;
import ai.djl.training.tracker.Tracker;
import io.salus.learning.split.Shuffle;
import io.salus.learning.torch.Torch;
import io.salus.learning.torch.WeightedLogLoss;
import io.salus.learning.torch.Weights;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Trains a {@link NeuralNetwork} by AdamW (Loshchilov and Hutter, "Decoupled weight decay
 * regularization", ICLR 2019, algorithm 2) on binary cross-entropy, and keeps the epoch with the
 * lowest log loss on the validation fold. Start weights and batches come from the seed through
 * java.util.Random, and PyTorch runs on one thread, so the same seed gives the same bits on the
 * same machine.
 */
public final class NetworkTraining {
  private final NetworkSettings settings;
  private final long seed;

  public NetworkTraining(NetworkSettings settings, long seed) {
    this.settings = settings;
    this.seed = seed;
  }

  /** Trains on one fold and stops by the other. */
  public TrainedNetwork train(
      double[][] x,
      boolean[] y,
      double[][] validationX,
      boolean[] validationY,
      FitProgress progress)
      throws IOException {
    return Torch.train(seed, manager -> run(manager, x, y, validationX, validationY, progress));
  }

  private TrainedNetwork run(
      NDManager manager,
      double[][] x,
      boolean[] y,
      double[][] validationX,
      boolean[] validationY,
      FitProgress progress)
      throws IOException {
    Random random = new Random(seed);
    SequentialBlock block = NeuralNetwork.layers(settings.hidden());
    block.setInitializer(he(random), Parameter.Type.WEIGHT);
    try (Model model = Model.newInstance("training", "PyTorch")) {
      model.setBlock(block);
      DefaultTrainingConfig config =
          new DefaultTrainingConfig(Loss.sigmoidBinaryCrossEntropyLoss())
              .optDevices(manager.getEngine().getDevices(0))
              .optOptimizer(
                  AdamW.builder()
                      .optLearningRateTracker(Tracker.fixed((float) settings.learningRate()))
                      .optWeightDecays((float) settings.weightDecay())
                      .build());
      try (Trainer trainer = model.newTrainer(config)) {
        trainer.initialize(new Shape(1, x[0].length));
        startAtPrevalence(block, y);
        return epochs(trainer, block, random, x, y, validationX, validationY, progress);
      }
    }
  }

  /**
   * Start weights for ReLU layers, normal with variance 2 / inputs: He et al., "Delving deep into
   * rectifiers", ICCV 2015, eq. 10.
   */
  private static Initializer he(Random random) {
    return (manager, shape, type) -> {
      float[] weights = new float[(int) shape.size()];
      double deviation = Math.sqrt(2.0 / shape.get(1));
      for (int i = 0; i < weights.length; i++) {
        weights[i] = (float) (random.nextGaussian() * deviation);
      }
      return manager.create(weights, shape).toType(type, false);
    };
  }

  /** The last bias starts at the log-odds of the outcome: the network need not learn that first. */
  private void startAtPrevalence(SequentialBlock block, boolean[] y) {
    double positives = 0;
    double all = 0;
    for (boolean label : y) {
      positives += label ? settings.weight(true) : 0;
      all += settings.weight(label);
    }
    double odds = (positives + 0.5) / (all - positives + 0.5);
    List<Parameter> parameters = block.getParameters().values();
    parameters.getLast().getArray().set(new float[] {(float) StrictMath.log(odds)});
  }

  private TrainedNetwork epochs(
      Trainer trainer,
      SequentialBlock block,
      Random random,
      double[][] x,
      boolean[] y,
      double[][] validationX,
      boolean[] validationY,
      FitProgress progress)
      throws IOException {
    double best = Double.POSITIVE_INFINITY;
    int bestEpoch = 0;
    byte[] kept = new byte[0];
    int epoch = 0;
    while (epoch < settings.mostEpochs() && epoch - bestEpoch < settings.patience()) {
      epoch++;
      progress.at((double) epoch / settings.mostEpochs());
      int[] order = Shuffle.order(x.length, random);
      for (int from = 0; from < order.length; from += settings.batchSize()) {
        step(
            trainer,
            x,
            y,
            Arrays.copyOfRange(order, from, Math.min(from + settings.batchSize(), order.length)));
      }
      double loss = validationLoss(trainer, block, validationX, validationY);
      if (loss < best) {
        best = loss;
        bestEpoch = epoch;
        kept = Weights.bytes(block);
      }
    }
    return new TrainedNetwork(kept, epoch, bestEpoch, best);
  }

  private void step(Trainer trainer, double[][] x, boolean[] y, int[] batch) {
    double[][] rows = new double[batch.length][];
    float[] labels = new float[batch.length];
    for (int i = 0; i < batch.length; i++) {
      rows[i] = x[batch[i]];
      labels[i] = y[batch[i]] ? 1 : 0;
    }
    try (NDManager scope = trainer.getManager().newSubManager()) {
      NDArray input = NeuralNetwork.array(scope, rows);
      NDArray outcome = scope.create(labels, new Shape(labels.length, 1));
      try (GradientCollector collector = trainer.newGradientCollector()) {
        NDList output = trainer.forward(new NDList(input));
        NDArray loss =
            settings.weighs()
                ? WeightedLogLoss.of(output.singletonOrThrow(), outcome, settings.weight(true))
                : trainer.getLoss().evaluate(new NDList(outcome), output);
        collector.backward(loss);
        output.attach(scope);
        loss.attach(scope);
      }
      trainer.step();
    }
  }

  private double validationLoss(Trainer trainer, SequentialBlock block, double[][] x, boolean[] y) {
    try (NDManager scope = trainer.getManager().newSubManager()) {
      float[] margins =
          block
              .forward(
                  new ParameterStore(scope, false),
                  new NDList(NeuralNetwork.array(scope, x)),
                  false)
              .singletonOrThrow()
              .toFloatArray();
      double sum = 0;
      double weights = 0;
      for (int i = 0; i < margins.length; i++) {
        double p = Math.clamp(Classifier.probability(margins[i]), 1e-12, 1 - 1e-12);
        sum -= settings.weight(y[i]) * StrictMath.log(y[i] ? p : 1 - p);
        weights += settings.weight(y[i]);
      }
      return sum / weights;
    }
  }
}

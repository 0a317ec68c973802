package io.salus.learning.network;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import io.salus.learning.UnusableDataException;
import io.salus.learning.split.Shuffle;
import io.salus.learning.torch.HalfSquaredError;
import io.salus.learning.torch.WeightedLogLoss;
import io.salus.learning.torch.Weights;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One training in the engine. */
final class DeepRun implements AutoCloseable {
  private final Architecture architecture;
  private final Schedule schedule;
  private final long seed;
  private final Model model;
  private final SequentialBlock block;
  private final AdamSteps optimizer;
  private final Trainer trainer;
  private final Loss loss;

  DeepRun(Architecture architecture, Schedule schedule, long seed, NDManager manager) {
    this.architecture = architecture;
    this.schedule = schedule;
    this.seed = seed;
    this.loss = loss(architecture);
    this.block = architecture.block();
    StartWeights.set(block, new SplittableRandom(seed));
    this.model = Model.newInstance("training", "PyTorch");
    model.setBlock(block);
    this.optimizer = AdamSteps.of(manager, schedule.weightDecay());
    this.trainer =
        model.newTrainer(
            new DefaultTrainingConfig(loss)
                .optDevices(manager.getEngine().getDevices(0))
                .optOptimizer(optimizer));
    trainer.initialize(architecture.shape(1));
  }

  /** Trains, from what an earlier attempt left on. */
  DeepFit fit(Samples samples, DeepTraining.@Nullable Held held, Watch watch) throws IOException {
    TrainingState.Origin origin =
        new TrainingState.Origin(architecture, schedule, seed, samples.checksum());
    TrainingState state = TrainingState.read(watch.kept(), origin);
    if (state.epoch() > 0) {
      state.restore(this::restore);
    } else if (architecture instanceof Architecture.Perceptron && architecture.outputs() == 1) {
      block
          .getParameters()
          .values()
          .getLast()
          .getArray()
          .set(new float[] {StartWeights.logOdds(samples, schedule.positiveWeight())});
    }
    Saving saving = new Saving(watch);
    int epochs = schedule.epochs();
    while (state.epoch() < epochs && !(held != null && state.stale() >= held.patience())) {
      epoch(samples, state.epoch(), watch);
      double heldLoss = held == null ? Double.NaN : HeldLoss.of(this, held.rows());
      state = state.next(heldLoss, this::weights);
      if (state.epoch() < epochs) {
        saving.offer(state, origin, this::written);
      }
    }
    if (held != null && state.bestEpoch() == 0) {
      throw new UnusableDataException(
          "the network found no finite loss: a lower learning_rate may help");
    }
    return new DeepFit(
        held == null ? weights() : state.best(),
        state.epoch(),
        held == null ? state.epoch() : state.bestEpoch(),
        held == null ? Double.NaN : state.bestLoss());
  }

  Architecture architecture() {
    return architecture;
  }

  Schedule schedule() {
    return schedule;
  }

  Block block() {
    return block;
  }

  NDManager manager() {
    return trainer.getManager();
  }

  /**
   * Random numbers of an epoch are its own, so that one that is taken up again has the same. Its
   * seed is mixed: the generator steps by a constant, so seeds that lie such steps apart give one
   * another's numbers, only begun later.
   */
  private RandomGenerator numbers(int epoch) {
    return new SplittableRandom(new SplittableRandom(seed ^ ((epoch + 1L) << 32)).nextLong());
  }

  private void epoch(Samples samples, int epoch, Watch watch) {
    RandomGenerator random = numbers(epoch);
    trainer.getManager().getEngine().setRandomSeed(random.nextInt());
    int perEpoch = (samples.rows() + schedule.batch() - 1) / schedule.batch();
    int steps = perEpoch * schedule.epochs();
    int[] order = Shuffle.order(samples.rows(), random);
    for (int i = 0; i < perEpoch; i++) {
      int step = epoch * perEpoch + i;
      watch.at(epoch, schedule.epochs(), (double) step / steps);
      optimizer.rate(schedule.rate(step, steps));
      int from = i * schedule.batch();
      int to = Math.min(order.length, from + schedule.batch());
      // Batch normalisation has no variance of one row.
      if (to - from > 1 || architecture instanceof Architecture.Perceptron) {
        step(samples.rows(IntStream.range(from, to).map(j -> order[j]).toArray()), random);
      }
    }
  }

  private void step(Samples batch, RandomGenerator random) {
    try (NDManager scope = trainer.getManager().newSubManager()) {
      Samples rows =
          architecture instanceof Architecture.Convolutional pictures
              ? schedule.augmentation().of(batch, pictures, random)
              : batch;
      NDArray input = rows.array(scope, architecture);
      NDArray wanted = wanted(scope, batch, input);
      try (GradientCollector collector = trainer.newGradientCollector()) {
        NDList output = trainer.forward(new NDList(input));
        NDArray value = value(wanted, output);
        collector.backward(value);
        output.attach(scope);
        value.attach(scope);
      }
      trainer.step();
    }
  }

  private NDArray value(NDArray wanted, NDList output) {
    return weighs()
        ? WeightedLogLoss.of(output.singletonOrThrow(), wanted, schedule.positiveWeight())
        : loss.evaluate(new NDList(wanted), output);
  }

  private boolean weighs() {
    return schedule.positiveWeight() != 1
        && architecture.outputs() == 1
        && !(architecture instanceof Architecture.Autoencoder);
  }

  private static Loss loss(Architecture architecture) {
    if (architecture instanceof Architecture.Autoencoder) {
      return new HalfSquaredError();
    }
    return architecture.outputs() == 1
        ? Loss.sigmoidBinaryCrossEntropyLoss()
        : Loss.softmaxCrossEntropyLoss();
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

  private byte[] weights() throws IOException {
    return Weights.bytes(block);
  }

  private byte[] written() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      for (Parameter parameter : block.getParameters().values()) {
        Floats.write(parameter.getArray(), out);
      }
      optimizer.write(block, out);
    }
    return bytes.toByteArray();
  }

  private void restore(DataInputStream in) throws IOException {
    for (Parameter parameter : block.getParameters().values()) {
      NDArray array = parameter.getArray();
      array.set(Floats.read((int) array.size(), in));
    }
    optimizer.read(block, in);
  }

  @Override
  public void close() {
    trainer.close();
    model.close();
  }
}

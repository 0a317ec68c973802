package io.salus.synthesis.generator;

import ai.djl.ndarray.NDManager;
import io.salus.learning.torch.Torch;
import io.salus.synthesis.encoding.EncodedRows;
import io.salus.synthesis.encoding.TableCodec;
import io.salus.synthesis.network.Noise;
import io.salus.synthesis.population.Population;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Trains a generator and samples from it. Each epoch draws from a source of its own that the seed
 * and its number give, so an attempt that goes on from a kept state gives the same rows as one that
 * was never stopped.
 */
public final class Synthesizer {
  /** The source of randomness of the first draw; those of epochs are counted from 0. */
  private static final long DRAWS = 1L << 40;

  private final Duration keepEvery;

  /**
   * @param keepEvery time between two states that are kept
   */
  public Synthesizer(Duration keepEvery) {
    this.keepEvery = keepEvery;
  }

  /**
   * @param training rows to learn from
   * @param real rows that must not come out again; holds those learnt from
   * @param kept what an earlier attempt with the same plan and rows kept
   */
  public SyntheticRows run(
      Population training,
      Population real,
      SynthesisPlan plan,
      Optional<byte[]> kept,
      SynthesisWatch watch)
      throws IOException {
    TableCodec codec = TableCodec.fit(training);
    EncodedRows encoded = codec.encode(training, plan.seed());
    return Torch.train(
        plan.seed(),
        manager -> {
          RowGenerator generator = generator(manager, plan, codec, encoded);
          train(generator, plan, kept, watch);
          generator.settle();
          return new NovelRows(codec, real).draw(generator, plan, DRAWS, watch);
        });
  }

  private static RowGenerator generator(
      NDManager manager, SynthesisPlan plan, TableCodec codec, EncodedRows encoded) {
    return switch (plan.kind()) {
      case GAN -> new TabularGan(manager, GanSettings.DEFAULT, codec, encoded, plan.seed());
      case VAE -> new TabularVae(manager, VaeSettings.DEFAULT, codec, encoded, plan.seed());
    };
  }

  private void train(
      RowGenerator generator, SynthesisPlan plan, Optional<byte[]> kept, SynthesisWatch watch)
      throws IOException {
    int epoch = kept.isPresent() ? TrainingState.restore(kept.get(), generator) : 0;
    long lastKept = System.nanoTime();
    while (epoch < plan.epochs()) {
      watch.trained(epoch, plan.epochs());
      generator.epoch(Noise.source(plan.seed(), epoch));
      epoch++;
      if (System.nanoTime() - lastKept >= keepEvery.toNanos() || epoch == plan.epochs()) {
        watch.keep(TrainingState.of(epoch, generator));
        lastKept = System.nanoTime();
      }
    }
  }
}

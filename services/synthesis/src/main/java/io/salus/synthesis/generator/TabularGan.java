package io.salus.synthesis.generator;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.salus.learning.torch.Constant;
import io.salus.synthesis.encoding.EncodedRows;
import io.salus.synthesis.encoding.TableCodec;
import io.salus.synthesis.generator.Conditions.Condition;
import io.salus.synthesis.network.Noise;
import io.salus.synthesis.network.Parameters;
import io.salus.synthesis.network.Parameters.Adam;
import io.salus.synthesis.network.Segments;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Conditional tabular GAN: Xu et al., "Modeling tabular data using conditional GAN", NeurIPS 2019,
 * sections 4.2 to 4.4, trained by the Wasserstein loss with gradient penalty.
 */
final class TabularGan implements RowGenerator {
  private static final Adam STEPS = new Adam(5e-4, 0.5, 0.9, 1e-6);
  private static final Adam CRITIC_STEPS = new Adam(1e-3, 0.5, 0.9, 0);

  /** Temperature of the Gumbel softmax. */
  private static final float TEMPERATURE = 0.2f;

  private static final float PENALTY = 10;

  private final NDManager manager;
  private final GanSettings settings;
  private final RowLayout layout;
  private final Conditions conditions;
  private final float[] real;
  private final int rows;
  private final Segments segments;
  private final NDArray meaning;
  private final Parameters generatorParameters;
  private final Parameters criticParameters;
  private final GeneratorNetwork generator;
  private final Critic critic;

  TabularGan(
      NDManager manager, GanSettings settings, TableCodec codec, EncodedRows rows, long seed) {
    this.manager = manager;
    this.settings = settings;
    this.layout = new RowLayout(codec);
    this.conditions = new Conditions(rows, codec.levels(), codec.discrete());
    this.real = layout.vectors(rows);
    this.rows = rows.rows();
    this.segments = new Segments(manager, layout.levels());
    this.meaning = layout.meaning(manager);
    this.generatorParameters = new Parameters(manager, STEPS);
    this.criticParameters = new Parameters(manager, CRITIC_STEPS);
    RandomGenerator random = Noise.source(seed, -1);
    this.generator =
        new GeneratorNetwork(
            generatorParameters,
            settings.noise() + conditions.width(),
            settings.hidden(),
            layout.width(),
            random);
    this.critic =
        new Critic(
            criticParameters,
            settings.pack() * (layout.width() + conditions.width()),
            settings.hidden(),
            random);
  }

  @Override
  public List<Parameters> parameters() {
    return List.of(generatorParameters, criticParameters);
  }

  @Override
  public void epoch(RandomGenerator random) {
    int steps = settings.stepsAnEpoch(rows);
    for (int i = 0; i < steps; i++) {
      try (NDManager scope = manager.newSubManager()) {
        criticStep(scope, random);
      }
      try (NDManager scope = manager.newSubManager()) {
        generatorStep(scope, random);
      }
    }
  }

  private void criticStep(NDManager scope, RandomGenerator random) {
    List<Condition> drawn = draw(random);
    NDArray condition = vector(scope, drawn);
    NDArray fake = packs(generate(scope, condition, random).vectors().stopGradient(), condition);
    int[] matching = drawn.stream().mapToInt(Condition::row).toArray();
    NDArray truth = packs(layout.batch(scope, real, matching), condition);
    int packs = settings.batch() / settings.pack();
    NDArray share = Noise.uniform(scope, random, packs, 1);
    NDArray between = truth.sub(fake).mul(share).add(fake);
    NDArray all = NDArrays.concat(new NDList(truth, fake, between), 0);
    try (GradientCollector collector = manager.getEngine().newGradientCollector()) {
      Critic.Pass pass = critic.score(all, false, random);
      NDArray onTruth = pass.scores().get(new NDIndex("{}:{}", 0, packs)).mean();
      NDArray onFake = pass.scores().get(new NDIndex("{}:{}", packs, 2 * packs)).mean();
      NDArray penalty = critic.penalty(pass, 2L * packs, 3L * packs);
      NDArray weighted = penalty.mul(Constant.of(penalty, PENALTY));
      collector.backward(onFake.sub(onTruth).add(weighted));
    }
    criticParameters.step();
  }

  private void generatorStep(NDManager scope, RandomGenerator random) {
    List<Condition> drawn = draw(random);
    NDArray condition = vector(scope, drawn);
    NDArray asked = cells(scope, drawn);
    try (GradientCollector collector = manager.getEngine().newGradientCollector()) {
      Made made = generate(scope, condition, random);
      NDArray score = critic.score(packs(made.vectors(), condition), true, random).scores().mean();
      NDArray likelihood = segments.logSoftmax(made.logits()).mul(asked).sum();
      NDArray mean = likelihood.div(Constant.of(likelihood, settings.batch()));
      collector.backward(score.neg().sub(mean));
    }
    generatorParameters.step();
  }

  /**
   * What the generator made.
   *
   * @param vectors batch x width of a row
   * @param logits batch x cells, before the softmax
   */
  private record Made(NDArray vectors, NDArray logits) {}

  private Made generate(NDManager scope, NDArray condition, RandomGenerator random) {
    int batch = (int) condition.getShape().get(0);
    NDArray noise = Noise.normal(scope, random, batch, settings.noise());
    NDArray raw = generator.forward(NDArrays.concat(new NDList(noise, condition), 1));
    int offsets = layout.offsets();
    NDArray logits = raw.get(new NDIndex(":, {}:", offsets));
    NDArray gumbel = Noise.gumbel(scope, random, batch, segments.cells());
    NDArray cells = segments.softmax(logits.add(gumbel).div(Constant.of(logits, TEMPERATURE)));
    if (offsets == 0) {
      return new Made(cells, logits);
    }
    NDArray inside = raw.get(new NDIndex(":, :{}", offsets)).tanh().mul(cells.matMul(meaning));
    return new Made(NDArrays.concat(new NDList(inside, cells), 1), logits);
  }

  private NDArray packs(NDArray vectors, NDArray condition) {
    NDArray whole = NDArrays.concat(new NDList(vectors, condition), 1);
    return whole.reshape(-1, (long) settings.pack() * whole.getShape().get(1));
  }

  private List<Condition> draw(RandomGenerator random) {
    return IntStream.range(0, settings.batch())
        .mapToObj(i -> conditions.forTraining(random))
        .toList();
  }

  private NDArray vector(NDManager scope, List<Condition> drawn) {
    float[] flat = new float[drawn.size() * conditions.width()];
    for (int i = 0; i < drawn.size(); i++) {
      flat[i * conditions.width() + drawn.get(i).at()] = 1;
    }
    return scope.create(flat, new Shape(drawn.size(), conditions.width()));
  }

  private NDArray cells(NDManager scope, List<Condition> drawn) {
    float[] flat = new float[drawn.size() * segments.cells()];
    for (int i = 0; i < drawn.size(); i++) {
      flat[i * segments.cells() + drawn.get(i).cell()] = 1;
    }
    return scope.create(flat, new Shape(drawn.size(), segments.cells()));
  }

  @Override
  public void settle() {
    generatorParameters.settle();
  }

  @Override
  public EncodedRows sample(int wanted, RandomGenerator random) {
    EncodedRows sampled = new EncodedRows(wanted, layout.levels().size());
    for (int from = 0; from < wanted; from += settings.batch()) {
      try (NDManager scope = manager.newSubManager()) {
        List<Condition> drawn =
            IntStream.range(0, settings.batch())
                .mapToObj(i -> conditions.forSampling(random))
                .toList();
        Made made = generate(scope, vector(scope, drawn), random);
        layout.read(made.vectors().toFloatArray(), settings.batch(), sampled, from);
      }
    }
    return sampled;
  }
}

package io.salus.learning.search;

import io.salus.learning.fit.Algorithm;
import io.salus.learning.linear.LogisticSettings;
import io.salus.learning.model.NetworkSettings;
import io.salus.learning.svm.SvmSettings;
import io.salus.learning.tree.BoostingSettings;
import io.salus.learning.tree.ForestSettings;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Hyperparameters worth trying, drawn by a seed. */
public final class Candidates {
  private Candidates() {}

  /** An algorithm first, then other settings of it, as many as there are up to a count. */
  public static List<Algorithm> of(Algorithm algorithm, int count, long seed) {
    List<Algorithm> others =
        switch (algorithm) {
          case Algorithm.Logistic _ -> logistic();
          case Algorithm.SupportVector _ -> supportVector();
          case Algorithm.Forest _ -> forest();
          case Algorithm.Boosting _ -> boosting(count, seed);
          case Algorithm.Network(var _, var members) -> network(members);
          case Algorithm.Deep deep -> deep.others();
        };
    return Stream.concat(Stream.of(algorithm), others.stream()).distinct().limit(count).toList();
  }

  /** Penalties from almost none to strong, a third of them with an L1 part. */
  public static List<Algorithm> logistic() {
    return Stream.of(0.0003, 0.001, 0.003, 0.01, 0.03, 0.1)
        .flatMap(
            l2 ->
                Stream.<Algorithm>of(
                    new Algorithm.Logistic(LogisticSettings.ridge(l2)),
                    new Algorithm.Logistic(new LogisticSettings(l2 / 4, l2 / 2, 0, 5000, 1e-5, 1))))
        .toList();
  }

  /** Costs over four powers of ten, linear and radial. */
  public static List<Algorithm> supportVector() {
    return Stream.of(0.1, 1.0, 10.0, 100.0)
        .flatMap(
            cost ->
                Stream.<Algorithm>of(
                    new Algorithm.SupportVector(SvmSettings.rbf(cost)),
                    new Algorithm.SupportVector(SvmSettings.linear(cost))))
        .toList();
  }

  /** Forests of small and large leaves. */
  public static List<Algorithm> forest() {
    return Stream.of(1, 5, 20, 50)
        .<Algorithm>map(
            least -> new Algorithm.Forest(new ForestSettings(200, 0, least, Integer.MAX_VALUE, 1)))
        .toList();
  }

  /** Small and large networks, little and much decay, so many of each averaged. */
  public static List<Algorithm> network(int members) {
    return Stream.of(List.of(16), List.of(32, 16), List.of(64, 32))
        .flatMap(
            hidden ->
                Stream.of(0.01, 0.1, 0.5)
                    .<Algorithm>map(
                        decay ->
                            new Algorithm.Network(
                                new NetworkSettings(hidden, 0.003, decay, 0, 200, 20), members)))
        .toList();
  }

  /** Random boosting settings, rates and sizes on a logarithmic scale; the standard one first. */
  public static List<Algorithm> boosting(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    BoostingSettings standard = BoostingSettings.standard();
    return IntStream.range(0, count)
        .<Algorithm>mapToObj(i -> new Algorithm.Boosting(i == 0 ? standard : drawn(random), true))
        .toList();
  }

  private static BoostingSettings drawn(SplittableRandom random) {
    return new BoostingSettings(
        1000,
        logarithmic(random, 0.02, 0.15),
        (int) logarithmic(random, 6, 64),
        12,
        (int) logarithmic(random, 10, 200),
        logarithmic(random, 0.3, 30),
        logarithmic(random, 3, 100),
        random.nextDouble(0.2, 1),
        random.nextDouble(0.5, 1),
        30,
        1,
        1);
  }

  private static double logarithmic(SplittableRandom random, double low, double high) {
    return low * Math.pow(high / low, random.nextDouble());
  }
}

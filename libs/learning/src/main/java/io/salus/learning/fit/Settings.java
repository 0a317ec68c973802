package io.salus.learning.fit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.learning.linear.LogisticSettings;
import io.salus.learning.model.NetworkSettings;
import io.salus.learning.svm.SvmSettings;
import io.salus.learning.tree.BoostingSettings;
import io.salus.learning.tree.ForestSettings;
import java.util.List;

/** Algorithms by name, with hyperparameters as people write them. */
public final class Settings {
  private static final int ANY = 1_000_000;
  private static final ObjectMapper SNAKE =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  /** Names of all algorithms. */
  public static final List<String> ALGORITHMS =
      List.of(
          "logistic-regression",
          "support-vector-machine",
          "random-forest",
          "gradient-boosting",
          "neural-network",
          "convolutional-network",
          "recurrent-network",
          "autoencoder");

  private Settings() {}

  /**
   * An algorithm; what is not set is as it comes.
   *
   * @throws SettingsException for an unknown algorithm or hyperparameter, or one out of range
   */
  public static Algorithm read(String algorithm, JsonNode hyperparameters) {
    SettingsReader from = new SettingsReader(hyperparameters);
    Algorithm read =
        switch (algorithm) {
          case "logistic-regression" -> new Algorithm.Logistic(logistic(from));
          case "support-vector-machine" -> new Algorithm.SupportVector(svm(from));
          case "random-forest" -> new Algorithm.Forest(forest(from));
          case "gradient-boosting" -> boosting(from);
          case "neural-network" -> new Algorithm.Network(network(from), members(from));
          case "convolutional-network" ->
              new Algorithm.Convolutional(PictureSettings.read(from), members(from));
          case "recurrent-network" ->
              new Algorithm.Recurrent(SequenceSettings.read(from), members(from));
          case "autoencoder" -> new Algorithm.Autoencoder(AutoencoderSettings.read(from));
          default ->
              throw new SettingsException(
                  "", "An algorithm is one of " + String.join(", ", ALGORITHMS) + ".");
        };
    from.end();
    return read;
  }

  private static LogisticSettings logistic(SettingsReader from) {
    return new LogisticSettings(
        from.number("l1", 0, 0, ANY),
        from.number("l2", 0.01, 0, ANY),
        from.whole("batch", 0, 0, ANY),
        from.whole("most_steps", 5000, 1, 100_000),
        from.number("tolerance", 1e-5, 1e-12, 1),
        from.weight());
  }

  private static SvmSettings svm(SettingsReader from) {
    boolean linear = from.oneOf("kernel", List.of("rbf", "linear")).equals("linear");
    double gamma = from.number("gamma", SvmSettings.SCALE, 1e-9, ANY);
    return new SvmSettings(
        from.number("cost", 1, 1e-6, ANY),
        linear ? 0 : gamma,
        from.number("tolerance", 1e-3, 1e-9, 1),
        from.weight());
  }

  private static ForestSettings forest(SettingsReader from) {
    return new ForestSettings(
        from.whole("trees", 200, 1, 5000),
        from.whole("features_per_node", 0, 0, ANY),
        from.whole("least_rows", 5, 1, ANY),
        from.whole("deepest", Integer.MAX_VALUE, 1, Integer.MAX_VALUE),
        from.weight());
  }

  private static Algorithm.Boosting boosting(SettingsReader from) {
    return new Algorithm.Boosting(
        new BoostingSettings(
            from.whole("most_trees", 600, 1, 20_000),
            from.number("learning_rate", 0.05, 1e-4, 1),
            from.whole("most_leaves", 31, 2, 1024),
            from.whole("deepest", 12, 1, 64),
            from.whole("least_rows", 20, 1, ANY),
            from.number("l2", 1, 0, ANY),
            from.number("category_smoothing", 10, 0, ANY),
            from.number("feature_share", 0.5, 0.01, 1),
            from.number("row_share", 0.8, 0.01, 1),
            from.whole("patience", 30, 0, ANY),
            from.whole("boosters", 1, 1, 5),
            from.weight()),
        from.truth("targets", true));
  }

  private static NetworkSettings network(SettingsReader from) {
    NetworkSettings standard = NetworkSettings.standard();
    return new NetworkSettings(
        from.wholes("hidden", standard.hidden(), 8, 1024),
        from.number("learning_rate", standard.learningRate(), 1e-6, 1),
        from.number("weight_decay", standard.weightDecay(), 0, 10),
        from.whole("batch_size", 0, 0, ANY),
        from.whole("most_epochs", standard.mostEpochs(), 1, 10_000),
        from.whole("patience", standard.patience(), 1, 10_000),
        from.weight());
  }

  private static int members(SettingsReader from) {
    return from.whole("members", 1, 1, Algorithm.MOST_MEMBERS);
  }

  /**
   * Hyperparameters as a JSON object with the names of {@link #read}, as far as they are numbers.
   */
  public static ObjectNode written(Algorithm algorithm) {
    JsonNode whole = SNAKE.valueToTree(algorithm);
    ObjectNode settings = (ObjectNode) whole.path("settings");
    for (String beside : List.of("targets", "members")) {
      if (whole.has(beside)) {
        settings.set(beside, whole.get(beside));
      }
    }
    return settings;
  }
}

package io.salus.learning.fit;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.salus.learning.encoding.Form;
import io.salus.learning.linear.LogisticSettings;
import io.salus.learning.model.NetworkSettings;
import io.salus.learning.svm.SvmSettings;
import io.salus.learning.tree.BoostingSettings;
import io.salus.learning.tree.ForestSettings;

/** An algorithm for tables, with its hyperparameters. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "algorithm")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Algorithm.Logistic.class, name = "logistic-regression"),
  @JsonSubTypes.Type(value = Algorithm.SupportVector.class, name = "support-vector-machine"),
  @JsonSubTypes.Type(value = Algorithm.Forest.class, name = "random-forest"),
  @JsonSubTypes.Type(value = Algorithm.Boosting.class, name = "gradient-boosting"),
  @JsonSubTypes.Type(value = Algorithm.Network.class, name = "neural-network")
})
public sealed interface Algorithm {
  /** What inputs it takes. */
  @JsonIgnore
  Form form();

  /** Name in files and in the registry. */
  @JsonIgnore
  default String title() {
    return switch (this) {
      case Logistic _ -> "logistic-regression";
      case SupportVector _ -> "support-vector-machine";
      case Forest _ -> "random-forest";
      case Boosting _ -> "gradient-boosting";
      case Network _ -> "neural-network";
    };
  }

  /** Logistic regression. */
  record Logistic(LogisticSettings settings) implements Algorithm {
    @Override
    public Form form() {
      return Form.STANDARDISED;
    }
  }

  /** A linear or kernel support vector machine; its score is no probability: calibrate it. */
  record SupportVector(SvmSettings settings) implements Algorithm {
    @Override
    public Form form() {
      return Form.STANDARDISED;
    }
  }

  /** A random forest. */
  record Forest(ForestSettings settings) implements Algorithm {
    @Override
    public Form form() {
      return Form.ORDINAL;
    }
  }

  /**
   * Gradient-boosted trees.
   *
   * @param targets whether categories of many levels are encoded by their outcome
   */
  record Boosting(BoostingSettings settings, boolean targets) implements Algorithm {
    @Override
    public Form form() {
      return targets ? Form.TARGET : Form.ORDINAL;
    }
  }

  /** A network of ReLU layers. */
  record Network(NetworkSettings settings) implements Algorithm {
    @Override
    public Form form() {
      return Form.STANDARDISED;
    }
  }
}

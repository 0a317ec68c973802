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
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An algorithm, with its hyperparameters. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "algorithm")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Algorithm.Logistic.class, name = "logistic-regression"),
  @JsonSubTypes.Type(value = Algorithm.SupportVector.class, name = "support-vector-machine"),
  @JsonSubTypes.Type(value = Algorithm.Forest.class, name = "random-forest"),
  @JsonSubTypes.Type(value = Algorithm.Boosting.class, name = "gradient-boosting"),
  @JsonSubTypes.Type(value = Algorithm.Network.class, name = "neural-network"),
  @JsonSubTypes.Type(value = Algorithm.Convolutional.class, name = "convolutional-network"),
  @JsonSubTypes.Type(value = Algorithm.Recurrent.class, name = "recurrent-network"),
  @JsonSubTypes.Type(value = Algorithm.Autoencoder.class, name = "autoencoder")
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
      case Convolutional _ -> "convolutional-network";
      case Recurrent _ -> "recurrent-network";
      case Autoencoder _ -> "autoencoder";
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

  /** More networks in one model hardly gain anything and take as many trainings. */
  int MOST_MEMBERS = 10;

  /** Files from before there were several networks in a model say nothing of them. */
  private static int oneOrMore(@Nullable Integer said) {
    int members = Objects.requireNonNullElse(said, 1);
    if (members < 1 || members > MOST_MEMBERS) {
      throw new IllegalArgumentException("no such number of networks");
    }
    return members;
  }

  /**
   * Networks of ReLU layers.
   *
   * @param members networks whose log-odds are averaged
   */
  record Network(NetworkSettings settings, Integer members) implements Algorithm {
    public Network {
      members = oneOrMore(members);
    }

    @Override
    public Form form() {
      return Form.STANDARDISED;
    }
  }

  /** Networks that {@link DeepLearner} trains. */
  sealed interface Deep extends Algorithm permits Convolutional, Recurrent, Autoencoder {
    DeepSettings settings();

    /** Networks whose scores are averaged. */
    Integer members();

    /** The same with other settings worth trying. */
    @JsonIgnore
    default List<Algorithm> others() {
      return settings().others().stream()
          .<Algorithm>map(
              other ->
                  switch (other) {
                    case PictureSettings picture -> new Convolutional(picture, members());
                    case SequenceSettings sequence -> new Recurrent(sequence, members());
                    case AutoencoderSettings rows -> new Autoencoder(rows);
                  })
          .toList();
    }
  }

  /**
   * Convolutional networks; the columns of a row are a picture.
   *
   * @param members networks whose log-odds are averaged
   */
  record Convolutional(PictureSettings settings, Integer members) implements Deep {
    public Convolutional {
      members = oneOrMore(members);
    }

    @Override
    public Form form() {
      return Form.SHARED;
    }
  }

  /**
   * Recurrent networks; the columns of a row are a sequence.
   *
   * @param members networks whose log-odds are averaged
   */
  record Recurrent(SequenceSettings settings, Integer members) implements Deep {
    public Recurrent {
      members = oneOrMore(members);
    }

    @Override
    public Form form() {
      return Form.SHARED;
    }
  }

  /** Learns rows without the outcome; its score is how badly it gives a row back. */
  record Autoencoder(AutoencoderSettings settings) implements Deep {
    /** One alone: errors of several would be no error of giving a row back. */
    @Override
    public Integer members() {
      return 1;
    }

    @Override
    public Form form() {
      return Form.STANDARDISED;
    }
  }
}

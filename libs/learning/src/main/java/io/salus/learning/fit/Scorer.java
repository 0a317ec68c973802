package io.salus.learning.fit;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.salus.learning.linear.LinearModel;
import io.salus.learning.model.DenseNetwork;
import io.salus.learning.model.EachAlone;
import io.salus.learning.model.PictureNetwork;
import io.salus.learning.model.Reconstruction;
import io.salus.learning.model.SequenceNetwork;
import io.salus.learning.svm.KernelMachine;
import io.salus.learning.tree.TreeEnsemble;

/** What was fitted: encoded inputs in, raw score out. Safe for several threads. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Scorer.Linear.class, name = "linear"),
  @JsonSubTypes.Type(value = Scorer.Kernel.class, name = "kernel"),
  @JsonSubTypes.Type(value = Scorer.Trees.class, name = "trees"),
  @JsonSubTypes.Type(value = Scorer.Layers.class, name = "layers"),
  @JsonSubTypes.Type(value = Scorer.Picture.class, name = "picture"),
  @JsonSubTypes.Type(value = Scorer.Sequence.class, name = "sequence"),
  @JsonSubTypes.Type(value = Scorer.Anomaly.class, name = "anomaly")
})
public sealed interface Scorer {
  double score(double[] x);

  /** Whether the inputs it asks for are so many. */
  boolean takes(int width);

  /** A weighted sum: logistic regression (log-odds) or linear support vector machine. */
  record Linear(LinearModel model) implements Scorer {
    @Override
    public double score(double[] x) {
      return model.score(x);
    }

    @Override
    public boolean takes(int width) {
      return model.weights().size() == width;
    }
  }

  /** A kernel support vector machine. */
  record Kernel(KernelMachine machine) implements Scorer {
    @Override
    public double score(double[] x) {
      return machine.score(x);
    }

    @Override
    public boolean takes(int width) {
      return machine.width() == width || machine.width() < 0;
    }
  }

  /** A forest (mean vote) or boosted trees (log-odds). */
  record Trees(TreeEnsemble ensemble) implements Scorer {
    @Override
    public double score(double[] x) {
      return ensemble.score(x);
    }

    @Override
    public boolean takes(int width) {
      return ensemble.width() == width;
    }
  }

  /** A network (log-odds). */
  record Layers(DenseNetwork network) implements Scorer {
    @Override
    public double score(double[] x) {
      return network.score(x);
    }

    @Override
    public boolean takes(int width) {
      return network.width() == width;
    }
  }

  /**
   * A convolutional network (log-odds).
   *
   * @param channels numbers of a pixel, by which each picture is {@linkplain EachAlone brought to
   *     the same brightness and contrast} first; 0 leaves pictures as they are
   */
  record Picture(PictureNetwork network, int channels) implements Scorer {
    @Override
    public double score(double[] x) {
      return network.score(seen(x));
    }

    /** Parts of the score, and last that of the average picture. */
    double[] contributions(double[] x) {
      return network.contributions(seen(x));
    }

    private double[] seen(double[] x) {
      return channels == 0 ? x : EachAlone.of(x, channels);
    }

    @Override
    public boolean takes(int width) {
      return network.inputs() == width && channels >= 0 && (channels == 0 || width % channels == 0);
    }
  }

  /** A recurrent network (log-odds). */
  record Sequence(SequenceNetwork network) implements Scorer {
    @Override
    public double score(double[] x) {
      return network.score(x);
    }

    @Override
    public boolean takes(int width) {
      return network.inputs() == width;
    }
  }

  /** An autoencoder (mean squared error). */
  record Anomaly(Reconstruction network) implements Scorer {
    @Override
    public double score(double[] x) {
      return network.score(x);
    }

    @Override
    public boolean takes(int width) {
      return network.inputs() == width;
    }
  }
}

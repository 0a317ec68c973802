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
import java.util.List;

/** What was fitted: encoded inputs in, raw score out. Safe for several threads. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Scorer.Linear.class, name = "linear"),
  @JsonSubTypes.Type(value = Scorer.Kernel.class, name = "kernel"),
  @JsonSubTypes.Type(value = Scorer.Trees.class, name = "trees"),
  @JsonSubTypes.Type(value = Scorer.Layers.class, name = "layers"),
  @JsonSubTypes.Type(value = Scorer.Picture.class, name = "picture"),
  @JsonSubTypes.Type(value = Scorer.Sequence.class, name = "sequence"),
  @JsonSubTypes.Type(value = Scorer.Ensemble.class, name = "ensemble"),
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

  /** A network with one output (log-odds). */
  sealed interface OneNetwork extends Scorer permits Layers, Picture, Sequence {
    /** What each input adds to the score, and last the score of the average row. */
    double[] contributions(double[] x);
  }

  /** A network of ReLU layers. */
  record Layers(DenseNetwork network) implements OneNetwork {
    @Override
    public double score(double[] x) {
      return network.score(x);
    }

    @Override
    public double[] contributions(double[] x) {
      return network.contributions(x);
    }

    @Override
    public boolean takes(int width) {
      return network.width() == width;
    }
  }

  /**
   * A convolutional network.
   *
   * @param channels numbers of a pixel, by which each picture is {@linkplain EachAlone brought to
   *     the same brightness and contrast} first; 0 leaves pictures as they are
   */
  record Picture(PictureNetwork network, int channels) implements OneNetwork {
    @Override
    public double score(double[] x) {
      return network.score(seen(x));
    }

    @Override
    public double[] contributions(double[] x) {
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

  /** A recurrent network. */
  record Sequence(SequenceNetwork network) implements OneNetwork {
    @Override
    public double score(double[] x) {
      return network.score(x);
    }

    @Override
    public double[] contributions(double[] x) {
      return network.contributions(x);
    }

    @Override
    public boolean takes(int width) {
      return network.inputs() == width;
    }
  }

  /**
   * Networks that differ by their seeds, each of which was trained on its own; the answer is the
   * mean of their log-odds, {@code f(x) = 1/M sum_m f_m(x)}: Lakshminarayanan, Pritzel and
   * Blundell, "Simple and scalable predictive uncertainty estimation using deep ensembles", NeurIPS
   * 2017, section 2.4. Their mean is of probabilities; that of log-odds is the normalised geometric
   * mean of the members' distributions, and the only one of which the mean of the members'
   * integrated gradients is the integrated gradient (Sundararajan et al., ICML 2017, section 3,
   * linearity), so that contributions add up to it as they do for each.
   */
  record Ensemble(List<OneNetwork> members) implements Scorer {
    public Ensemble {
      members = List.copyOf(members);
      if (members.isEmpty()) {
        throw new IllegalArgumentException("no networks");
      }
    }

    /** The network alone where there is one. */
    static Scorer of(List<OneNetwork> members) {
      return members.size() == 1 ? members.getFirst() : new Ensemble(members);
    }

    @Override
    public double score(double[] x) {
      double sum = 0;
      for (OneNetwork member : members) {
        sum += member.score(x);
      }
      return sum / members.size();
    }

    double[] contributions(double[] x) {
      double[] means = new double[x.length + 1];
      for (OneNetwork member : members) {
        double[] parts = member.contributions(x);
        for (int i = 0; i < means.length; i++) {
          means[i] += parts[i] / members.size();
        }
      }
      return means;
    }

    @Override
    public boolean takes(int width) {
      return members.stream().allMatch(member -> member.takes(width));
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

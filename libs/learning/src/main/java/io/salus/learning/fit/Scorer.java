package io.salus.learning.fit;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.salus.learning.linear.LinearModel;
import io.salus.learning.model.DenseNetwork;
import io.salus.learning.svm.KernelMachine;
import io.salus.learning.tree.TreeEnsemble;

/** What was fitted: encoded inputs in, raw score out. Safe for several threads. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Scorer.Linear.class, name = "linear"),
  @JsonSubTypes.Type(value = Scorer.Kernel.class, name = "kernel"),
  @JsonSubTypes.Type(value = Scorer.Trees.class, name = "trees"),
  @JsonSubTypes.Type(value = Scorer.Layers.class, name = "layers")
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
}

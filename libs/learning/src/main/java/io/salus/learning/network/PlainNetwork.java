package io.salus.learning.network;

import io.salus.learning.model.DenseNetwork;
import io.salus.learning.model.PictureNetwork;
import io.salus.learning.model.Reconstruction;
import io.salus.learning.model.SequenceNetwork;
import java.io.IOException;
import java.util.List;

/** Trained networks in plain Java; sums are in another order, so answers differ by rounding. */
public final class PlainNetwork {
  /** What the engine's batch normalisation adds to variances. */
  private static final double SMALLEST = 1e-5f;

  private PlainNetwork() {}

  /** A network with one output, out of what {@link DeepTraining} gave. */
  public static PictureNetwork of(Architecture.Convolutional pictures, byte[] parameters)
      throws IOException {
    return PictureNetwork.of(
        pictures.height(),
        pictures.imageWidth(),
        pictures.depth(),
        weights(pictures, parameters),
        SMALLEST);
  }

  /** A network with one output. */
  public static SequenceNetwork of(Architecture.Recurrent sequences, byte[] parameters)
      throws IOException {
    return SequenceNetwork.of(sequences.cell(), sequences.steps(), weights(sequences, parameters));
  }

  /** A network with one output. */
  public static DenseNetwork of(Architecture.Perceptron layers, byte[] parameters)
      throws IOException {
    return DenseNetwork.of(weights(layers, parameters));
  }

  public static Reconstruction of(Architecture.Autoencoder rows, byte[] parameters)
      throws IOException {
    return Reconstruction.of(weights(rows, parameters));
  }

  private static List<float[]> weights(Architecture architecture, byte[] parameters)
      throws IOException {
    try (DeepNetwork network = DeepNetwork.load(architecture, parameters)) {
      return network.weights();
    }
  }
}

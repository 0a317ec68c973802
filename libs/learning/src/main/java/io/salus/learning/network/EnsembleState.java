package io.salus.learning.network;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far the training of several networks is.
 *
 * @param done networks that are trained
 * @param training state of the next one, at the end of an epoch
 */
record EnsembleState(List<DeepFit> done, Optional<byte[]> training) {
  EnsembleState {
    done = List.copyOf(done);
  }

  /** Between two networks. */
  static EnsembleState of(List<DeepFit> done) {
    return new EnsembleState(done, Optional.empty());
  }

  /**
   * What a training is: a state is taken up by the same one only.
   *
   * @param networks how many
   * @param training of what, and how
   */
  record Origin(int networks, String training) {}

  /** Nothing where nothing was kept, or by another training. */
  static EnsembleState read(Optional<byte[]> kept, Origin origin) throws IOException {
    if (kept.isPresent()) {
      try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(kept.get()))) {
        if (in.readUTF().equals(origin.toString())) {
          List<DeepFit> done = new ArrayList<>();
          for (int left = in.readInt(); left > 0; left--) {
            done.add(DeepFit.read(in));
          }
          byte[] training = in.readAllBytes();
          return new EnsembleState(
              done, training.length == 0 ? Optional.empty() : Optional.of(training));
        }
      }
    }
    return of(List.of());
  }

  byte[] bytes(Origin origin) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeUTF(origin.toString());
      out.writeInt(done.size());
      for (DeepFit fit : done) {
        fit.write(out);
      }
      if (training.isPresent()) {
        out.write(training.get());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}

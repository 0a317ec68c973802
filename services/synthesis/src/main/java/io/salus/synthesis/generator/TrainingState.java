package io.salus.synthesis.generator;

import io.salus.synthesis.network.Parameters;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** A training as bytes: the number of epochs done, then all parameters. */
final class TrainingState {
  private TrainingState() {}

  static byte[] of(int epoch, RowGenerator generator) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(epoch);
      for (Parameters parameters : generator.parameters()) {
        parameters.write(out);
      }
    }
    return bytes.toByteArray();
  }

  /** Puts the generator where it was; gives the number of epochs done. */
  static int restore(byte[] state, RowGenerator generator) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(state))) {
      int epoch = in.readInt();
      for (Parameters parameters : generator.parameters()) {
        parameters.read(in);
      }
      return epoch;
    }
  }
}

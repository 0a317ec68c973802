package io.salus.inference.prediction;

import java.time.Instant;
import java.util.UUID;

/**
 * A prediction of which nobody knows yet whether it came true.
 *
 * @param asOf moment of its inputs, from which its outcome counts
 */
public record OpenPrediction(UUID id, String patient, Instant asOf) {
  @Override
  public String toString() {
    return "OpenPrediction[" + id + "]";
  }
}

package io.salus.inference.registry;

import io.salus.inference.artefact.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The versions of a model that answer who names none.
 *
 * @param stable the promoted one
 * @param canary the one that answers for some patients; null for none
 */
public record Answering(ModelVersion stable, @Nullable ModelVersion canary) {
  /** Of SHA-256, so many hex digits are as good as a number between 0 and 1. */
  private static final int DIGITS = 8;

  private static final double BEYOND = 0x1p32;

  /**
   * The version that answers for a patient, always the same one. A share that grows keeps the
   * patients that the canary has; another canary gets others.
   */
  public ModelVersion of(String patient) {
    return canary != null && place(canary, patient) < canary.canaryShare() / 100.0
        ? canary
        : stable;
  }

  /** The version that answers a request which names no patient: drawn by the share. */
  public ModelVersion drawn() {
    return canary != null && ThreadLocalRandom.current().nextInt(100) < canary.canaryShare()
        ? canary
        : stable;
  }

  /** Where a patient stands between 0 and 1. */
  private static double place(ModelVersion canary, String patient) {
    String hash = Sha256.of((canary.id() + "/" + patient).getBytes(StandardCharsets.UTF_8));
    return Long.parseLong(hash.substring(0, DIGITS), 16) / BEYOND;
  }
}

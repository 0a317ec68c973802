package io.salus.inference.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * One version of a model.
 *
 * @param tenant whose it is; every tenant may use a shared one
 * @param version from 1
 * @param promoted whether it answers
 * @param canaryShare of 100 patients, how many it answers for in place of the promoted one; 0
 *     unless it is the canary
 * @param algorithm see the classifiers of libs/learning
 * @param outcome what the probability is of, for people
 * @param features names in tensor order
 * @param provenance what it came from
 * @param metrics held-out figures
 * @param artefactKey key of its file in object storage
 * @param artefactSha256 hash of that file, hex
 */
public record ModelVersion(
    UUID id,
    String tenant,
    String name,
    int version,
    boolean promoted,
    int canaryShare,
    String algorithm,
    String outcome,
    List<String> features,
    JsonNode provenance,
    JsonNode metrics,
    String artefactKey,
    String artefactSha256,
    Instant createdAt) {
  /** Name of the feature set whose rows it takes. */
  public String featureSet() {
    return provenance.at("/feature_set/name").asText();
  }

  public int featureSetVersion() {
    return provenance.at("/feature_set/version").asInt();
  }

  /** Hash of the feature set's definition. */
  public String featureSetSha256() {
    return provenance.at("/feature_set/sha256").asText();
  }

  /** Whether the held-out figures say anything. */
  public boolean conclusive() {
    return metrics.path("conclusive").asBoolean();
  }

  /** What the held-out figures say, for people. */
  public String verdict() {
    return metrics.path("verdict").asText();
  }
}

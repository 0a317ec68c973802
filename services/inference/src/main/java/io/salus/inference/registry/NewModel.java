package io.salus.inference.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What a training hands to the registry; the parts are those of {@link ModelVersion}. */
public record NewModel(
    String name,
    String algorithm,
    String outcome,
    List<String> features,
    JsonNode provenance,
    JsonNode metrics,
    String artefactKey,
    String artefactSha256,
    String job) {}

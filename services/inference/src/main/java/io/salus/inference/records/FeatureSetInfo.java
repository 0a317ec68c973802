package io.salus.inference.records;

import io.salus.inference.artefact.InputDescription;
import java.util.List;

/**
 * The feature set that a snapshot was made by.
 *
 * @param sha256 of its definition, hex
 * @param label what the label is, for people
 * @param features columns in order
 */
public record FeatureSetInfo(
    String name,
    int version,
    String sha256,
    String description,
    String label,
    List<InputDescription> features) {}

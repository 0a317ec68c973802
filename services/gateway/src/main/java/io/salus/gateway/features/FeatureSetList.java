package io.salus.gateway.features;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;

/**
 * @param featureSets newest version of each
 */
@JsonNaming(SnakeCaseStrategy.class)
record FeatureSetList(List<FeatureSetView> featureSets) {}

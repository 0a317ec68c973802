package io.salus.records.feature;

import java.time.Instant;

/**
 * A patient's part in training.
 *
 * @param indexDate features are from up to it, the label from after it
 */
record Example(Instant indexDate, boolean label) {}

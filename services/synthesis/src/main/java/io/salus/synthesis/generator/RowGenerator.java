package io.salus.synthesis.generator;

import io.salus.synthesis.encoding.EncodedRows;
import io.salus.synthesis.network.Parameters;
import java.util.List;
import java.util.random.RandomGenerator;

/** A generator in training, and afterwards. Lives inside one training of the engine. */
interface RowGenerator {
  /** One pass over the rows; everything random in it comes from the source. */
  void epoch(RandomGenerator random);

  /** All that it has learnt, in a fixed order. */
  List<Parameters> parameters();

  /** Ends the training; called once, before the first sample. */
  void settle();

  /** New rows; everything random in them comes from the source. */
  EncodedRows sample(int rows, RandomGenerator random);
}

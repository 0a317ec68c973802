package io.salus.learning.encoding;

/** What kind of inputs a model takes. */
public enum Form {
  /**
   * Numbers of mean 0 and deviation 1 without gaps, categories as one column a level: for models
   * that are linear or measure distances.
   */
  STANDARDISED,
  /**
   * Every feature as one column as it is, a category as index of its level, NaN where it is missing
   * or the level was not learned: for trees.
   */
  ORDINAL,
  /**
   * As ORDINAL, but a category as the share of the outcome among training patients of its level:
   * for trees, where levels are many.
   */
  TARGET,
  /** Numbers on one scale for many columns, without gaps; see {@link SharedScale}. */
  SHARED
}

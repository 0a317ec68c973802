package io.salus.learning.model;

/** Told how far a fit is; an exception thrown here ends it. */
@FunctionalInterface
public interface FitProgress {
  /**
   * @param share part of the longest possible fit that is done, 0 to 1
   */
  void at(double share);
}

package io.salus.synthesis.generator;

/** Told how far the work is; an exception thrown here ends it. */
public interface SynthesisWatch {
  /** So many epochs of all are done. */
  void trained(int epoch, int epochs);

  /** What a later attempt needs to go on from here. */
  void keep(byte[] state);

  /** So many rows of all are drawn. */
  void sampled(int rows, int of);
}

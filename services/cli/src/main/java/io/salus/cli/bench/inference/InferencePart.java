package io.salus.cli.bench.inference;

import java.util.Locale;

/** What {@code bench inference} can be asked for alone; each warms up first. */
enum InferencePart {
  INFER,
  DJL,
  SWAP,
  RECORD,
  SATURATION,
  PREDICTIONS,
  LOADS;

  /** As it is written on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

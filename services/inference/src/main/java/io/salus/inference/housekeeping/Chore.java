package io.salus.inference.housekeeping;

/**
 * Something that is done regularly. Every serving process does it, so a chore takes care itself
 * that two at the same time do no harm.
 */
public interface Chore {
  /** What it does, for the log: "seal old predictions". */
  String name();

  /** Does what is due by now. What it leaves is done the next time. */
  void run();
}

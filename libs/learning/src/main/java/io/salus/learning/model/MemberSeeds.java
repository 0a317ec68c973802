package io.salus.learning.model;

import java.util.SplittableRandom;

/** Seeds of networks that are averaged, from the one seed of their model. */
public final class MemberSeeds {
  private MemberSeeds() {}

  /** So many; the first is the seed itself, so that one network alone is what it always was. */
  public static long[] of(long seed, int members) {
    SplittableRandom random = new SplittableRandom(seed);
    long[] seeds = random.longs(members).toArray();
    seeds[0] = seed;
    return seeds;
  }
}

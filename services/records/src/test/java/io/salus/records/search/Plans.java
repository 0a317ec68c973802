package io.salus.records.search;

/** What makes a plan: all must give the same answer. */
enum Plans {
  /** Nothing is common: gather. */
  GATHER,
  /** Nothing is common, and everything is too much to gather. */
  PROBE_AND_WALK,
  /** Codes are common, but not much is there: walk some steps, then gather. */
  STEP_AND_GATHER,
  /** Everything is common: walk. */
  WALK;

  private record Common(double rows) implements Shares {
    @Override
    public double ofToken(long hash) {
      return 0.5;
    }

    @Override
    public double ofKind(long kind) {
      return 0.5;
    }
  }

  Tuning tuning() {
    return switch (this) {
      case GATHER -> Tuning.of(Shares.UNKNOWN);
      case PROBE_AND_WALK -> new Tuning(Shares.UNKNOWN, 1, 1, 2);
      case STEP_AND_GATHER -> Tuning.of(new Common(5_000));
      case WALK -> new Tuning(new Common(1e9), 1, 1, 2);
    };
  }
}

package io.salus.records.search;

/** What makes a plan: all must give the same answer. */
enum Plans {
  /** Nothing is common: gather. */
  GATHER,
  /** Nothing is common, and everything is too much to gather. */
  PROBE_AND_WALK,
  /** Everything is common: walk. */
  WALK;

  private static final Shares COMMON =
      new Shares() {
        @Override
        public double ofToken(long hash) {
          return 0.5;
        }

        @Override
        public double ofKind(long kind) {
          return 0.5;
        }

        @Override
        public double rows() {
          return 1e9;
        }
      };

  Tuning tuning() {
    return switch (this) {
      case GATHER -> Tuning.of(Shares.UNKNOWN);
      case PROBE_AND_WALK -> new Tuning(Shares.UNKNOWN, 1, 1, 2);
      case WALK -> new Tuning(COMMON, 1, 1, 2);
    };
  }
}

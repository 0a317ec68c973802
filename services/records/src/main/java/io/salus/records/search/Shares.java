package io.salus.records.search;

/** How common the hashes of the index are, as far as PostgreSQL's statistics tell. */
interface Shares {
  /** Nothing is known: every hash is taken for a rare one. */
  Shares UNKNOWN =
      new Shares() {
        @Override
        public double ofToken(long hash) {
          return 0;
        }

        @Override
        public double ofKind(long kind) {
          return 0;
        }

        @Override
        public double rows() {
          return 0;
        }
      };

  /** The part of all rows that carry the hash, from 0 to 1; 0 when it is rare. */
  double ofToken(long hash);

  /** The part of all rows that are of the kind; 0 when it is rare. */
  double ofKind(long kind);

  /** All rows of the index. */
  double rows();

  /** Looks again, without waiting, when that is due. */
  default void refresh() {}
}

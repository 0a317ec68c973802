package io.salus.cli.bench.records;

/** How the peer comes by the data; the names are those of the command line. */
enum PeerLoad {
  /** The transactions are measured there, too. */
  bundles,
  /** It gets copies of Salus' resources, in small transactions. */
  copies,
  /** It has them from an earlier run. */
  none
}

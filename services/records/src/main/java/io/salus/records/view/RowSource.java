package io.salus.records.view;

import io.salus.records.store.ResourceScan;
import java.util.Optional;

/** The resources that a view looks at, in slices that several threads can read at once. */
interface RowSource {
  /** A part of the resources; read once, on any thread. */
  interface Slice {
    void read(ResourceScan.Sink sink);
  }

  /** The next slice; empty when there is none. Called by one thread. */
  Optional<Slice> next();

  /** What is there now. */
  static RowSource of(ResourceScan scan) {
    return () -> scan.next().map(slice -> sink -> scan.read(slice, sink));
  }
}

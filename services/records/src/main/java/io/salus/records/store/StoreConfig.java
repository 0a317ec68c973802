package io.salus.records.store;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the store talks to PostgreSQL. */
@ConfigMapping(prefix = "salus.records.store")
public interface StoreConfig {
  /** Connections for reads by id, which share them by pipelining. */
  @WithDefault("4")
  int fastConnections();

  /** Reads in flight on one of these; beyond it they wait in the service. */
  @WithDefault("64")
  int pipeliningLimit();

  /** Connections for writes and searches, one statement at a time each. */
  @WithDefault("12")
  int connections();

  /** Connections for searches, one at a time each; they are bound by the cores of PostgreSQL. */
  @WithDefault("12")
  int searchConnections();

  /** How long PostgreSQL may work on one search. */
  @WithDefault("PT10S")
  Duration searchTimeout();

  /** Statements that may wait for a connection; beyond it callers are told to come back. */
  @WithDefault("2000")
  int waiting();

  /** How long a statement may wait for a connection. */
  @WithDefault("PT10S")
  Duration connectionTimeout();
}

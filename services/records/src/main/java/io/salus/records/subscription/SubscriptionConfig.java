package io.salus.records.subscription;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How changes are told to others. */
@ConfigMapping(prefix = "salus.records.subscriptions")
public interface SubscriptionConfig {
  /**
   * Hosts, as endpoints name them, that may lie in this network or on this machine; all others must
   * have public addresses, or a subscription could reach what only this service should.
   */
  Optional<List<String>> allowedHosts();

  /** How often new changes are looked for: the delay of a notification, less what it takes. */
  @WithDefault("PT0.3S")
  Duration poll();

  /** Subscriptions of this process that are being delivered at once. */
  @WithDefault("200")
  int concurrency();

  /** How long an endpoint may take to answer one notification. */
  @WithDefault("PT10S")
  Duration timeout();

  /** A delivering process that is silent for so long is given up; longer than {@link #timeout}. */
  @WithDefault("PT30S")
  Duration lease();

  /** Tries of one notification, about four hours in all, before it becomes a dead letter. */
  @WithDefault("18")
  int attempts();

  /** The wait after the first failure; it doubles with each further one. */
  @WithDefault("PT1S")
  Duration firstWait();

  /** No wait is longer. */
  @WithDefault("PT30M")
  Duration longestWait();

  /**
   * How long the log of changes goes back for streams that come again, and how long a subscription
   * in error keeps what it has not delivered.
   */
  @WithDefault("PT24H")
  Duration keep();

  /** How often what is old is removed. */
  @WithDefault("PT1M")
  Duration tidy();

  /** Streams of events that this process has open at most. */
  @WithDefault("2000")
  int streams();

  /** A stream whose reader takes nothing for so long is dropped. */
  @WithDefault("PT30S")
  Duration slowReader();

  /** Streams end after this long and come again, so that none lingers. */
  @WithDefault("PT25M")
  Duration longestStream();

  /** A stream says at least so often that it lives; proxies cut silent ones after a minute. */
  @WithDefault("PT15S")
  Duration heartbeat();
}

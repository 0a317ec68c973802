package io.salus.gateway.cds;

import io.salus.service.security.Caller;
import io.salus.service.security.PublishedKeys;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jose4j.jwk.JsonWebKey;
import org.jspecify.annotations.Nullable;

/** A CDS client that signs its own tokens, as it was configured. */
final class TrustedClient implements AutoCloseable {
  private static final Pattern TENANT = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
  private static final Set<String> HARMLESS =
      Set.of("salus/models.read", "salus/models.score", "salus/features.read");
  private static final Pattern READING = Pattern.compile("system/(\\*|[A-Za-z]+)\\.(r|s|rs|read)");

  private final CdsConfig.Client config;
  private final List<PublishedKeys> keys;

  /** Throws {@link IllegalStateException} when the configuration gives more than it may. */
  TrustedClient(String name, CdsConfig.Client config, Duration refresh) {
    check(TENANT.matcher(config.tenant()).matches(), name, "tenant", "is no name of a tenant");
    check(!config.issuer().isBlank(), name, "issuer", "is empty");
    check(!config.keys().isEmpty(), name, "keys", "are missing");
    for (String location : config.keys()) {
      check(isSafe(location), name, "keys", "are files, or lie at https addresses");
    }
    for (String scope : config.scopes()) {
      check(
          HARMLESS.contains(scope) || READING.matcher(scope).matches(),
          name,
          "scopes",
          "of a CDS client only read and score; " + scope + " does not");
    }
    this.config = config;
    this.keys =
        config.keys().stream()
            .map(location -> new PublishedKeys("CDS client " + name, location, refresh))
            .toList();
  }

  private static void check(boolean holds, String name, String property, String what) {
    if (!holds) {
      throw new IllegalStateException(
          "salus.gateway.cds.clients." + name + "." + property + ": " + what);
    }
  }

  /** Plain http only within this machine: whoever can change the keys on their way is trusted. */
  private static boolean isSafe(String location) {
    if (!location.startsWith("http://")) {
      return true;
    }
    String host = URI.create(location).getHost();
    return "localhost".equals(host) || "127.0.0.1".equals(host);
  }

  boolean speaksFor(String issuer, @Nullable String organization) {
    return config.issuer().equals(issuer)
        && config.organization().map(own -> own.equals(organization)).orElse(true);
  }

  /** Whether it is trusted for one organization of its issuer, not for all. */
  boolean isNarrow() {
    return config.organization().isPresent();
  }

  /** Whether it publishes its keys there. */
  boolean publishesAt(String jku) {
    return keys.stream().anyMatch(set -> set.location().equals(jku));
  }

  /**
   * The key of this id.
   *
   * @param jku the set it must be in, or null for any
   */
  Optional<JsonWebKey> key(String kid, @Nullable String jku) {
    return keys.stream()
        .filter(set -> jku == null || set.location().equals(jku))
        .flatMap(set -> set.current().stream())
        .filter(key -> kid.equals(key.getKeyId()))
        .findFirst();
  }

  Caller caller() {
    return new Caller(
        config.tenant(), "cds-client " + config.issuer(), config.scopes(), null, null);
  }

  @Override
  public void close() {
    keys.forEach(PublishedKeys::close);
  }
}

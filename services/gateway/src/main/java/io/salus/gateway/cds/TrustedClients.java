package io.salus.gateway.cds;

import io.salus.gateway.door.DoorConfig;
import io.salus.service.errors.AppException.Unauthenticated;
import io.salus.service.security.SecurityConfig;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwt.consumer.JwtContext;
import org.jspecify.annotations.Nullable;

/** The list of CDS clients that are trusted, CDS Hooks 2.0 "Trusting CDS Clients". */
@Singleton
class TrustedClients {
  private static final String INTERNAL_ISSUER = "salus-internal";
  private static final Set<String> ASYMMETRIC =
      Set.of("ES256", "ES384", "ES512", "RS384", "RS512", "PS384", "PS512");
  private static final JwtConsumer READER =
      new JwtConsumerBuilder()
          .setSkipAllValidators()
          .setSkipSignatureVerification()
          .setDisableRequireSignature()
          .build();

  private final List<TrustedClient> clients;
  private final CdsConfig config;
  private final String ownIssuer;

  /** Throws {@link IllegalStateException} when a client would get more than it may. */
  TrustedClients(CdsConfig config, DoorConfig door, SecurityConfig security) {
    this.config = config;
    this.ownIssuer = security.issuer();
    if (!config.clients().isEmpty() && door.publicUrl().isEmpty()) {
      // Else a token for another service would be good here, by a Host header that says so.
      throw new IllegalStateException(
          "salus.gateway.cds.clients: their tokens name the address that they call, so"
              + " salus.gateway.public-url is needed");
    }
    if (!ASYMMETRIC.containsAll(config.algorithms())) {
      throw new IllegalStateException(
          "salus.gateway.cds.algorithms: only " + ASYMMETRIC.stream().sorted().toList());
    }
    config
        .clients()
        .forEach(
            (name, client) -> {
              if (client.issuer().equals(ownIssuer) || client.issuer().equals(INTERNAL_ISSUER)) {
                throw new IllegalStateException(
                    "salus.gateway.cds.clients." + name + ".issuer: is Salus' own");
              }
            });
    clients =
        config.clients().entrySet().stream()
            .map(one -> new TrustedClient(one.getKey(), one.getValue(), config.keysRefresh()))
            .sorted(Comparator.comparing(client -> !client.isNarrow()))
            .toList();
  }

  /**
   * What a token proves, or empty when it is none that a CDS client would sign: one of Salus' own
   * issuer, or no token at all.
   *
   * @param addresses those of the service that is called, one of which the token must name
   * @throws Unauthenticated when it is a client's and does not stand
   */
  Optional<ClientToken> verify(String token, List<String> addresses) {
    try {
      JwtContext read = READER.process(token);
      JwtClaims claims = read.getJwtClaims();
      String issuer = claims.getIssuer();
      if (issuer == null || issuer.equals(ownIssuer) || issuer.equals(INTERNAL_ISSUER)) {
        return Optional.empty();
      }
      TrustedClient client = clientOf(issuer, claims.getClaimValueAsString("tenant"));
      return Optional.of(new ClientTokenCheck(client, config).check(token, read, addresses));
    } catch (MalformedClaimException | InvalidJwtException e) {
      return Optional.empty();
    }
  }

  private TrustedClient clientOf(String issuer, @Nullable String organization) {
    return clients.stream()
        .filter(client -> client.speaksFor(issuer, organization))
        .findFirst()
        .orElseThrow(
            () ->
                new Unauthenticated(
                    "The token's issuer is not on the list of trusted CDS clients."));
  }

  @PreDestroy
  void stop() {
    clients.forEach(TrustedClient::close);
  }
}

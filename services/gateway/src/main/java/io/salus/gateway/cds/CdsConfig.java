package io.salus.gateway.cds;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How risks are shown when a chart opens, and to whom. */
@ConfigMapping(prefix = "salus.gateway.cds")
interface CdsConfig {
  /**
   * A risk from here on is shown as a warning, a lower one as information. The card says which
   * threshold was used; a clinic sets its own.
   */
  @WithDefault("0.2")
  double warningFrom();

  /** So many drivers are listed at most. */
  @WithDefault("5")
  int drivers();

  /**
   * FHIR servers, beside Salus, whose patients have the same ids as here; of any other the id of a
   * patient says nothing.
   */
  Optional<Set<String>> fhirServers();

  /** The clients that are trusted to sign their own tokens, by a name of the operator's. */
  Map<String, Client> clients();

  /** Signatures that are taken from them: those that CDS Hooks 2.0 recommends. */
  @WithDefault("ES384,RS384")
  Set<String> algorithms();

  /** The longest time from {@code iat} to {@code exp}; what is overheard is of use for so long. */
  @WithDefault("PT5M")
  Duration longestToken();

  /** How far a client's clock may be from ours. */
  @WithDefault("PT30S")
  Duration clockSkew();

  /** How often clients' keys are read again, so that a rotated key is known in time. */
  @WithDefault("PT5M")
  Duration keysRefresh();

  /** A client that signs its own tokens. */
  interface Client {
    /** Its {@code iss}. */
    String issuer();

    /**
     * Where its JWK Sets are: paths, or https addresses. A token's {@code jku} must be one of them;
     * no other address is ever asked.
     */
    List<String> keys();

    /** The tenant of Salus whose patients it may ask about. */
    String tenant();

    /**
     * The token's {@code tenant} claim, where one issuer speaks for several organizations. Without
     * it the claim is not looked at.
     */
    Optional<String> organization();

    /** What it may do, none of it a change of the record. */
    @WithDefault("salus/models.read,salus/models.score,salus/features.read,system/*.rs")
    Set<String> scopes();
  }
}

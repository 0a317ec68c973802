package io.salus.service.security;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Whose tokens are believed. */
@ConfigMapping(prefix = "salus.security")
public interface SecurityConfig {
  /** The issuer (`iss`) of users' tokens. */
  String issuer();

  /** The audience (`aud`) that tokens must name. */
  @WithDefault("salus")
  String audience();

  /** Where the issuer's public keys are: a path of a JWKS file, or an https address of one. */
  String jwks();

  /** How often the keys are read again, so that a rotated key is known in time. */
  @WithDefault("PT5M")
  Duration jwksRefresh();

  /**
   * File with the key (base64, at least 32 bytes) by which services sign what they ask of each
   * other.
   */
  String internalKeyFile();

  /** Verdicts on tokens kept in memory at most; beyond that they are checked anew. */
  @WithDefault("10000")
  int cachedVerdicts();

  /** gRPC methods that need no token, for example `salus.records.v1.FhirService/Capabilities`. */
  Optional<Set<String>> openMethods();

  /** HTTP paths that need no token, for example `/fhir/metadata`. */
  Optional<Set<String>> openPaths();
}

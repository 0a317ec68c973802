package io.salus.service.security;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jose4j.jwk.JsonWebKey;

/** The issuer's public keys. */
@ApplicationScoped
class IssuerKeys {
  private final PublishedKeys keys;

  IssuerKeys(SecurityConfig config) {
    keys = new PublishedKeys("the issuer", config.jwks(), config.jwksRefresh());
  }

  List<JsonWebKey> current() {
    return keys.current();
  }

  @PreDestroy
  void stop() {
    keys.close();
  }
}

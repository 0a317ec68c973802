package io.salus.gateway.cds;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * A clinic whose record system signs its own tokens: with an EC key that it handed over in a file,
 * and with an RSA key that it publishes at an address.
 */
public class TestClinic implements QuarkusTestResourceLifecycleManager {
  static final String DOOR = "https://salus.test";
  static final String ISSUER = "https://ehr.test/";
  static final PublicJsonWebKey HANDED_OVER = ec("handed-over");
  static final PublicJsonWebKey PUBLISHED = rsa("published");
  private static @Nullable HttpServer server;

  @Override
  public Map<String, String> start() {
    try {
      byte[] published = set(PUBLISHED);
      HttpServer started =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      started.createContext(
          "/jwks",
          exchange -> {
            exchange.sendResponseHeaders(200, published.length);
            exchange.getResponseBody().write(published);
            exchange.close();
          });
      started.start();
      server = started;
      Path file = Files.createTempFile("clinic", ".json");
      Files.write(file, set(HANDED_OVER));
      return Map.of(
          "salus.gateway.public-url",
          DOOR,
          "salus.gateway.cds.clients.clinic.issuer",
          ISSUER,
          "salus.gateway.cds.clients.clinic.keys",
          file + "," + jku(),
          "salus.gateway.cds.clients.clinic.tenant",
          "clinic");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop() {
    HttpServer running = server;
    if (running != null) {
      running.stop(0);
    }
  }

  /** Where the clinic publishes its RSA key. */
  static String jku() {
    HttpServer running = server;
    if (running == null) {
      throw new IllegalStateException("not started");
    }
    return "http://127.0.0.1:" + running.getAddress().getPort() + "/jwks";
  }

  private static byte[] set(PublicJsonWebKey key) {
    return new JsonWebKeySet(key)
        .toJson(OutputControlLevel.PUBLIC_ONLY)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** A good token for an address, as the clinic signs it. */
  static String token(String address) {
    return token(address, claims -> {}, header -> {});
  }

  /** The same, spoilt. */
  static String token(
      String address, Consumer<JwtClaims> claims, Consumer<JsonWebSignature> header) {
    JwtClaims good = new JwtClaims();
    good.setIssuer(ISSUER);
    good.setAudience(address);
    good.setIssuedAtToNow();
    good.setExpirationTimeMinutesInTheFuture(4);
    good.setGeneratedJwtId();
    claims.accept(good);
    JsonWebSignature jws = new JsonWebSignature();
    jws.setPayload(good.toJson());
    jws.setHeader("typ", "JWT");
    signBy(HANDED_OVER, "ES384").accept(jws);
    header.accept(jws);
    try {
      return jws.getCompactSerialization();
    } catch (JoseException e) {
      throw new IllegalStateException(e);
    }
  }

  static Consumer<JsonWebSignature> signBy(PublicJsonWebKey key, String algorithm) {
    return jws -> {
      jws.setAlgorithmHeaderValue(algorithm);
      jws.setKeyIdHeaderValue(key.getKeyId());
      jws.setKey(key.getPrivateKey());
    };
  }

  static PublicJsonWebKey ec(String kid) {
    return named(kid, () -> EcJwkGenerator.generateJwk(EllipticCurves.P384));
  }

  static PublicJsonWebKey rsa(String kid) {
    return named(kid, () -> RsaJwkGenerator.generateJwk(2048));
  }

  private interface Generator {
    PublicJsonWebKey generate() throws JoseException;
  }

  private static PublicJsonWebKey named(String kid, Generator generator) {
    try {
      PublicJsonWebKey key = generator.generate();
      key.setKeyId(kid);
      return key;
    } catch (JoseException e) {
      throw new IllegalStateException(e);
    }
  }
}

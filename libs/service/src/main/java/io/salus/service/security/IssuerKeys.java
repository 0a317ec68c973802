package io.salus.service.security;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.lang.JoseException;

/**
 * The issuer's public keys. Read in the background, never on an event loop; while the issuer does
 * not answer, the last keys stay in use.
 */
@ApplicationScoped
class IssuerKeys {
  private static final Logger LOG = Logger.getLogger(IssuerKeys.class);

  private final String location;
  private final ScheduledExecutorService refresher =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("issuer-keys").factory());
  private volatile List<JsonWebKey> keys = List.of();

  IssuerKeys(SecurityConfig config) {
    location = config.jwks();
    refresh();
    long period = config.jwksRefresh().toMillis();
    var unused =
        refresher.scheduleWithFixedDelay(this::refresh, period, period, TimeUnit.MILLISECONDS);
  }

  List<JsonWebKey> current() {
    return keys;
  }

  private void refresh() {
    try {
      keys = new JsonWebKeySet(read()).getJsonWebKeys();
    } catch (IOException | JoseException e) {
      LOG.errorf(
          "The issuer's keys could not be read (%s); %d earlier ones stay in use",
          e.getClass().getSimpleName(), keys.size());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String read() throws IOException, InterruptedException {
    if (!location.startsWith("https://") && !location.startsWith("http://")) {
      return Files.readString(Path.of(location));
    }
    try (HttpClient client =
        HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(location)).timeout(Duration.ofSeconds(10)).build();
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IOException("status " + response.statusCode());
      }
      return response.body();
    }
  }

  @PreDestroy
  void stop() {
    refresher.shutdownNow();
  }
}

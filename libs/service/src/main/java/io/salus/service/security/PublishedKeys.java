package io.salus.service.security;

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
 * The public keys of somebody who signs tokens, a JWK Set (RFC 7517). Read in the background, never
 * on an event loop and never because a token asks for it; while the place does not answer, the last
 * keys stay in use.
 */
public final class PublishedKeys implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(PublishedKeys.class);

  private final String owner;
  private final String location;
  private final ScheduledExecutorService refresher;
  private volatile List<JsonWebKey> keys = List.of();

  /**
   * Reads them once, and then again and again.
   *
   * @param owner whose keys they are, for the log
   * @param location a path, or an http(s) address
   */
  public PublishedKeys(String owner, String location, Duration period) {
    this.owner = owner;
    this.location = location;
    refresh();
    refresher =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("keys-of-" + owner).factory());
    var unused =
        refresher.scheduleWithFixedDelay(
            this::refresh, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Where they are published. */
  public String location() {
    return location;
  }

  /** The keys as they were read last; none when they never could be. */
  public List<JsonWebKey> current() {
    return keys;
  }

  private void refresh() {
    try {
      keys = new JsonWebKeySet(read()).getJsonWebKeys();
    } catch (IOException | JoseException e) {
      LOG.errorf(
          "The keys of %s could not be read (%s); %d earlier ones stay in use",
          owner, e.getClass().getSimpleName(), keys.size());
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

  @Override
  public void close() {
    refresher.shutdownNow();
  }
}

package io.salus.cli.bench.records;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.salus.cli.terminal.Exit;
import io.salus.cli.terminal.Failure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One of the servers that are compared.
 *
 * @param name what the rows call it
 * @param base its FHIR base, without a slash at the end
 * @param token that it wants, if it wants one
 */
record FhirServer(String name, URI base, @Nullable String token, HttpClient http) {
  static final String JSON = "application/fhir+json";

  /** Some servers need many minutes for a bundle of many megabytes. */
  private static final Duration TIMEOUT = Duration.ofMinutes(30);

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /** An answer, whatever its status. */
  static final class Reply {
    private final int status;
    private final byte[] body;

    Reply(int status, byte[] body) {
      this.status = status;
      this.body = body;
    }

    int status() {
      return status;
    }

    byte[] body() {
      return body;
    }

    JsonNode json() throws IOException {
      return MAPPER.readTree(body);
    }
  }

  static FhirServer of(String name, String base, @Nullable String token) {
    URI uri;
    try {
      uri = URI.create(base.replaceAll("/+$", ""));
    } catch (IllegalArgumentException e) {
      throw new Failure(Exit.WRONG_ARGUMENTS, base + " is no URL.", "See: ./salus bench --help", e);
    }
    if (!"http".equals(uri.getScheme()) || uri.getHost() == null) {
      throw new Failure(
          Exit.WRONG_ARGUMENTS,
          "The peer's URL must begin with http:// and name a host, as http://127.0.0.1:8090/fhir.",
          "TLS would be measured, too: let the server listen without it on this machine.");
    }
    return new FhirServer(
        name, uri, token, HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
  }

  InetSocketAddress address() {
    return new InetSocketAddress(base.getHost(), base.getPort() < 0 ? 80 : base.getPort());
  }

  /** A request below the base, as it goes over the wire. */
  byte[] request(String method, String path, String body) {
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    var head = new StringBuilder();
    head.append(method).append(' ').append(base.getRawPath()).append('/').append(path);
    head.append(" HTTP/1.1\r\nHost: ").append(base.getAuthority());
    head.append("\r\nAccept: ").append(JSON);
    if (token != null) {
      head.append("\r\nAuthorization: Bearer ").append(token);
    }
    if (content.length > 0) {
      head.append("\r\nContent-Type: ").append(JSON);
      head.append("\r\nContent-Length: ").append(content.length);
    }
    byte[] first = head.append("\r\n\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    byte[] request = java.util.Arrays.copyOf(first, first.length + content.length);
    System.arraycopy(content, 0, request, first.length, content.length);
    return request;
  }

  /** What is under a path; throws when it is not there. */
  JsonNode get(String path) throws IOException {
    return require(path, send("GET", URI.create(base + "/" + path), BodyPublishers.noBody()));
  }

  /** All entries of a search, page by page. */
  List<JsonNode> entries(String path) throws IOException {
    return pages(get(path));
  }

  /** The entries of a page and of all that follow. */
  List<JsonNode> pages(JsonNode first) throws IOException {
    var entries = new ArrayList<JsonNode>();
    for (JsonNode page = first; page != null; page = after(page)) {
      page.path("entry").forEach(entries::add);
    }
    return entries;
  }

  /** The page that follows one; null behind the last. */
  @Nullable JsonNode after(JsonNode page) throws IOException {
    String next = next(page);
    return next == null
        ? null
        : require(next, send("GET", URI.create(next), BodyPublishers.noBody()));
  }

  Reply post(String path, BodyPublisher body) throws IOException {
    return send("POST", URI.create(path.isEmpty() ? base.toString() : base + "/" + path), body);
  }

  Reply send(String method, URI uri, BodyPublisher body) throws IOException {
    var request =
        HttpRequest.newBuilder(uri).timeout(TIMEOUT).header("Accept", JSON).method(method, body);
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    if (method.equals("POST")) {
      request.header("Content-Type", JSON);
    }
    try {
      var response = http.send(request.build(), BodyHandlers.ofByteArray());
      return new Reply(response.statusCode(), response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private JsonNode require(String path, Reply reply) throws IOException {
    if (reply.status() != 200) {
      throw new IOException(name + " answered " + reply.status() + " to GET " + path);
    }
    return reply.json();
  }

  private static @Nullable String next(JsonNode page) {
    for (JsonNode link : page.path("link")) {
      if (link.path("relation").asText().equals("next")) {
        return link.path("url").asText();
      }
    }
    return null;
  }
}

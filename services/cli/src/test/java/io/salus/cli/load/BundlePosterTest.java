package io.salus.cli.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.salus.cli.api.Api;
import io.salus.cli.load.BundlePoster.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that stores and answers as badly as each test wants. */
class BundlePosterTest {
  private static final String PATIENT =
      """
      {"resourceType": "Bundle", "type": "transaction", "entry": [
        {"resource": {"resourceType": "Patient", "identifier": [{"system": "urn:x", "value": "7"}]}}]}
      """;

  @TempDir Path folder;
  private final AtomicInteger posts = new AtomicInteger();
  private final AtomicInteger stored = new AtomicInteger();
  private HttpServer server = server();

  @BeforeEach
  void start() {
    server.createContext(
        "/fhir/Patient",
        exchange ->
            answer(exchange, 200, stored.get() > 0 ? "{\"entry\": [{}]}" : "{\"entry\": []}"));
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void aTransactionThatWasStoredWithoutAnAnswerIsNotSentAgain() throws Exception {
    server.createContext(
        "/fhir",
        exchange -> {
          posts.incrementAndGet();
          stored.incrementAndGet();
          exchange.close();
        });
    assertEquals(Outcome.STORED, post(false).outcome());
    assertEquals(1, posts.get());
  }

  @Test
  void aTransactionThatWasNotStoredIsSentAgain() throws Exception {
    server.createContext(
        "/fhir",
        exchange -> {
          if (posts.incrementAndGet() == 1) {
            answer(exchange, 503, "{}");
          } else {
            stored.incrementAndGet();
            answer(exchange, 200, "{}");
          }
        });
    var result = post(false);
    assertEquals(Outcome.STORED, result.outcome());
    assertEquals(1, result.retries());
    assertEquals(1, stored.get());
  }

  @Test
  void aPatientThatIsThereAlreadyIsLeftAlone() throws Exception {
    stored.set(1);
    assertEquals(Outcome.FOUND, post(true).outcome());
    assertEquals(0, posts.get());
  }

  @Test
  void aRefusalIsReportedAndNotRepeated() throws Exception {
    server.createContext(
        "/fhir",
        exchange -> {
          posts.incrementAndGet();
          answer(exchange, 422, "{\"issue\": [{\"diagnostics\": \"entry 0\"}]}");
        });
    assertEquals(Outcome.REFUSED, post(false).outcome());
    assertEquals(1, posts.get());
  }

  private BundlePoster.Result post(boolean lookFirst) throws IOException {
    var file = BundleFile.scan(Files.writeString(folder.resolve("patient.json"), PATIENT));
    var api = new Api("http://127.0.0.1:" + server.getAddress().getPort(), () -> "token");
    return new BundlePoster(api, lookFirst).post(file);
  }

  private static HttpServer server() {
    try {
      var server =
          HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      return server;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    exchange.getRequestBody().readAllBytes();
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}

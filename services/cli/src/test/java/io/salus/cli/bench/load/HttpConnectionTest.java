package io.salus.cli.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpConnectionTest {
  private HttpServer server;
  private HttpConnection connection;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/echo",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          String said =
              exchange.getRequestHeaders().getFirst("Authorization")
                  + " "
                  + new String(body, StandardCharsets.UTF_8);
          byte[] answer = said.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(201, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.createContext(
        "/large",
        exchange -> {
          byte[] answer = "x".repeat(1_000_000).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.createContext(
        "/chunked",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.close();
        });
    server.start();
    connection = new HttpConnection(server.getAddress().getPort(), "T");
  }

  @AfterEach
  void stop() throws IOException {
    connection.close();
    server.stop(0);
  }

  @Test
  void sendsTokenAndBodyAndReadsTheAnswer() throws IOException {
    var answer = connection.send("POST", "/echo", "{}");
    assertEquals(201, answer.status());
    assertEquals("Bearer T {}", answer.body());
  }

  @Test
  void readsAnswersLargerThanItsBufferOneAfterTheOther() throws IOException {
    assertEquals(1_000_000, connection.send("GET", "/large", "").body().length());
    assertEquals("Bearer T ", connection.send("GET", "/echo", "").body());
  }

  @Test
  void goesOnAfterAnAnswerItDoesNotUnderstand() throws IOException {
    assertThrows(IOException.class, () -> connection.send("GET", "/chunked", ""));
    assertEquals(201, connection.send("GET", "/echo", "").status());
  }
}

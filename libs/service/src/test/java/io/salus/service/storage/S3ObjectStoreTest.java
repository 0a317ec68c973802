package io.salus.service.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3ObjectStoreTest {
  @TempDir Path folder;
  private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
  private final Map<String, String> marks = new ConcurrentHashMap<>();
  private volatile boolean loses;
  private HttpServer server;
  private URI endpoint;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void keepsAFileAndGivesItBack() throws IOException {
    ObjectStore store = store("who");

    Path draft = draft(store, 200_000);
    byte[] content = Files.readAllBytes(draft);
    store.put("releases/1/a.csv", draft);

    assertFalse(Files.exists(draft));
    assertArrayEquals(content, objects.get("/bucket/salus/releases/1/a.csv"));
    assertEquals(200_000, store.size("releases/1/a.csv"));
    try (var in = store.open("releases/1/a.csv")) {
      assertArrayEquals(content, in.readAllBytes());
    }
  }

  @Test
  void putsAKeyOnce() throws IOException {
    ObjectStore store = store("who");
    store.put("a", draft(store, 1));

    assertThrows(FileAlreadyExistsException.class, () -> store.put("a", draft(store, 2)));
    assertEquals(1, store.size("a"));
  }

  @Test
  void knowsItsOwnPutWhenTheAnswerWasLost() throws IOException {
    ObjectStore store = store("who");
    loses = true;

    store.put("a", draft(store, 3));

    assertEquals(3, store.size("a"));
  }

  @Test
  void readsFromAByteOn() throws IOException {
    ObjectStore store = store("who");
    store.put("a", draft(store, 5));

    try (var rest = store.open("a", 3)) {
      assertArrayEquals(new byte[] {0, 7}, rest.readAllBytes());
    }
    try (var nothing = store.open("a", 5)) {
      assertEquals(0, nothing.readAllBytes().length);
    }
  }

  @Test
  void saysWhatIsNotThere() throws IOException {
    ObjectStore store = store("who");
    store.put("a", draft(store, 1));

    store.delete("a");
    store.delete("a");

    assertThrows(NoSuchFileException.class, () -> store.open("a"));
    assertThrows(NoSuchFileException.class, () -> store.size("a"));
    assertThrows(IllegalArgumentException.class, () -> store.open("../a"));
  }

  @Test
  void saysThatItIsRefused() {
    ObjectStore stranger = store("stranger");

    assertThrows(IOException.class, () -> stranger.put("a", draft(stranger, 1)));
    assertEquals(Map.of(), objects);
  }

  private ObjectStore store(String accessKey) {
    return S3ObjectStore.of(
        new SmallRyeConfigBuilder()
            .withMapping(S3Config.class)
            .withDefaultValues(
                Map.of(
                    "salus.storage.s3.bucket", "bucket",
                    "salus.storage.s3.endpoint", endpoint.toString(),
                    "salus.storage.s3.prefix", "/salus/",
                    "salus.storage.s3.access-key", accessKey,
                    "salus.storage.s3.secret-key", "secret"))
            .build()
            .getConfigMapping(S3Config.class),
        folder);
  }

  private static Path draft(ObjectStore store, int size) throws IOException {
    Path draft = store.draft();
    byte[] content = new byte[size];
    content[size - 1] = 7;
    return Files.write(draft, content);
  }

  /** The part of S3 that is needed. */
  private void answer(HttpExchange http) throws IOException {
    try (http) {
      byte[] body = http.getRequestBody().readAllBytes();
      String path = http.getRequestURI().getRawPath();
      byte[] present = objects.get(path);
      switch (isSigned(http) ? http.getRequestMethod() : "refused") {
        case "PUT" -> {
          boolean taken = present != null && "*".equals(header(http, "If-None-Match"));
          if (!taken) {
            objects.put(path, body);
            marks.put(path, header(http, "x-amz-meta-salus-put"));
          }
          http.sendResponseHeaders(taken ? 412 : loses ? 500 : 200, -1);
          loses = false;
        }
        case "GET" -> {
          String range = header(http, "Range").replaceAll("\\D", "");
          int first = range.isEmpty() ? 0 : Integer.parseInt(range);
          if (present == null || first >= present.length) {
            http.sendResponseHeaders(present == null ? 404 : 416, -1);
          } else {
            http.sendResponseHeaders(first == 0 ? 200 : 206, present.length - first);
            http.getResponseBody().write(present, first, present.length - first);
          }
        }
        case "HEAD" -> {
          if (present != null) {
            http.getResponseHeaders().set("Content-Length", String.valueOf(present.length));
            http.getResponseHeaders().set("x-amz-meta-salus-put", marks.get(path));
          }
          http.sendResponseHeaders(present == null ? 404 : 200, -1);
        }
        case "DELETE" -> {
          objects.remove(path);
          http.sendResponseHeaders(204, -1);
        }
        default -> http.sendResponseHeaders(403, -1);
      }
    }
  }

  private static boolean isSigned(HttpExchange http) {
    return header(http, "Authorization").startsWith("AWS4-HMAC-SHA256 Credential=who/");
  }

  private static String header(HttpExchange http, String name) {
    return String.valueOf(Objects.requireNonNullElse(http.getRequestHeaders().getFirst(name), ""));
  }
}

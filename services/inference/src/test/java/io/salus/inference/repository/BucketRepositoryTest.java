package io.salus.inference.repository;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.salus.inference.artefact.Sha256;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A repository in a bucket, which is asked over the wire of S3. */
class BucketRepositoryTest {
  private static final String SECRET = "secret";
  private final Map<String, byte[]> objects = Collections.synchronizedMap(new TreeMap<>());
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/bucket", this::answer);
    server.start();
    put("shared/mlp/1", "onnx", new byte[] {1, 2, 3});
    put("shared/mlp/2", "onnx", new byte[] {4, 5});
    put("tenants/clinic/own/1", "onnx", new byte[] {6});
    objects.put(
        "models/shared/mlp/labels.json",
        "{\"stable\": 1, \"canary\": 2}".getBytes(StandardCharsets.UTF_8));
    objects.put("models/shared/a name/1/manifest.json", new byte[0]);
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void put(String version, String engine, byte[] file) {
    objects.put("models/" + version + "/model.bin", file);
    objects.put(
        "models/" + version + "/manifest.json",
        """
        {"engine": "%s", "file": "model.bin", "sha256": "%s", "bytes": %d,
         "inputs": [{"name": "x", "datatype": "FP32", "shape": [-1, 2]}],
         "outputs": [{"name": "y", "datatype": "FP32", "shape": [-1, 2]}]}"""
            .formatted(engine, Sha256.of(file), file.length)
            .getBytes(StandardCharsets.UTF_8));
  }

  private ModelRepository repository(String secret) {
    SmallRyeConfig config =
        new SmallRyeConfigBuilder()
            .withMapping(RepositoryConfig.class)
            .withMapping(BucketConfig.class)
            .withConverter(
                io.quarkus.runtime.configuration.MemorySize.class,
                100,
                new io.quarkus.runtime.configuration.MemorySizeConverter())
            .withDefaultValues(
                Map.of(
                    "salus.models.s3.bucket", "bucket",
                    "salus.models.s3.prefix", "models",
                    "salus.models.s3.endpoint", "http://127.0.0.1:" + server.getAddress().getPort(),
                    "salus.models.s3.access-key", "reader",
                    "salus.models.s3.secret-key", secret))
            .build();
    return new ModelRepository(
        config.getConfigMapping(RepositoryConfig.class),
        config.getConfigMapping(BucketConfig.class));
  }

  @Test
  void findsSharedModelsAndThoseOfTenants() throws IOException {
    ModelRepository repository = repository(SECRET);

    List<ModelRepository.Found> all = repository.all();

    assertEquals(
        List.of(
            new ModelRepository.Found(Owner.SHARED, "mlp"),
            new ModelRepository.Found(new Owner("clinic"), "own")),
        all);
    ModelFolder mlp = repository.read(Owner.SHARED, "mlp").orElseThrow();
    assertEquals(List.of(1, 2), mlp.versions().stream().map(ModelFolder.Version::number).toList());
    assertEquals(new Labels(1, 2, 0), mlp.labels());
    assertTrue(repository.read(Owner.SHARED, "own").isEmpty());
    assertTrue(repository.read(new Owner("stranger"), "own").isEmpty());
  }

  @Test
  void readsAFileWhenSizeAndHashAreThoseOfTheManifest() throws IOException {
    ModelRepository repository = repository(SECRET);
    ModelFolder mlp = repository.read(Owner.SHARED, "mlp").orElseThrow();
    assertArrayEquals(new byte[] {1, 2, 3}, repository.file(mlp, mlp.versions().getFirst()));

    objects.put("models/shared/mlp/1/model.bin", new byte[] {1, 2, 4});
    refused(repository, mlp, "SHA-256");
    objects.put("models/shared/mlp/1/model.bin", new byte[1000]);
    asked.clear();
    refused(repository, mlp, "size");
    assertFalse(asked.toString().contains("GET"), asked.toString());
    objects.remove("models/shared/mlp/1/model.bin");
    refused(repository, mlp, "no such file");
  }

  @Test
  void aProgramIsNotReadBeforeItIsApproved() throws IOException {
    put("shared/torch/1", "torchscript", new byte[] {'P', 'K', 3, 4});
    ModelRepository repository = repository(SECRET);
    ModelFolder torch = repository.read(Owner.SHARED, "torch").orElseThrow();
    asked.clear();
    refused(repository, torch, "approved-programs");
    assertEquals(List.of(), asked);
  }

  private static void refused(ModelRepository repository, ModelFolder model, String why) {
    String message =
        assertThrows(
                UnusableModelException.class,
                () -> repository.file(model, model.versions().getFirst()))
            .getMessage();
    assertTrue(String.valueOf(message).contains(why), message);
  }

  @Test
  void aBucketThatRefusesIsNoEmptyOne() {
    server.stop(0);
    assertThrows(IOException.class, () -> repository(SECRET).all());
  }

  /** The part of S3 that is needed; lists have one entry a page. */
  private void answer(HttpExchange http) throws IOException {
    try (http) {
      String path = http.getRequestURI().getPath();
      asked.add(http.getRequestMethod() + " " + path);
      String signed = http.getRequestHeaders().getFirst("Authorization");
      if (signed == null || !signed.contains("Credential=reader/")) {
        http.sendResponseHeaders(403, -1);
      } else if (http.getRequestURI().getRawQuery() != null) {
        byte[] list = list(query(http)).getBytes(StandardCharsets.UTF_8);
        http.getResponseHeaders().set("Content-Type", "application/xml");
        http.sendResponseHeaders(200, list.length);
        http.getResponseBody().write(list);
      } else {
        byte[] object = objects.get(path.substring("/bucket/".length()));
        boolean head = http.getRequestMethod().equals("HEAD");
        if (object != null && head) {
          http.getResponseHeaders().set("Content-Length", String.valueOf(object.length));
        }
        http.sendResponseHeaders(
            object == null ? 404 : 200, object == null || head ? -1 : object.length);
        if (object != null && !head) {
          http.getResponseBody().write(object);
        }
      }
    }
  }

  private static Map<String, String> query(HttpExchange http) {
    Map<String, String> query = new TreeMap<>();
    for (String pair : http.getRequestURI().getRawQuery().split("&")) {
      int at = pair.indexOf('=');
      query.put(
          pair.substring(0, at < 0 ? pair.length() : at),
          URLDecoder.decode(pair.substring(at + 1), StandardCharsets.UTF_8));
    }
    return query;
  }

  private String list(Map<String, String> query) {
    String prefix = query.getOrDefault("prefix", "");
    TreeSet<String> folders = new TreeSet<>();
    for (String key : objects.keySet()) {
      int slash = key.indexOf('/', prefix.length());
      if (key.startsWith(prefix) && slash >= 0) {
        folders.add(key.substring(0, slash + 1));
      }
    }
    int page = Integer.parseInt(query.getOrDefault("continuation-token", "0"));
    boolean more = page + 1 < folders.size();
    String one =
        folders.stream()
            .skip(page)
            .limit(1)
            .map(folder -> "<CommonPrefixes><Prefix>" + folder + "</Prefix></CommonPrefixes>")
            .reduce("", String::concat);
    return "<ListBucketResult>"
        + "<IsTruncated>"
        + more
        + "</IsTruncated>"
        + (more ? "<NextContinuationToken>" + (page + 1) + "</NextContinuationToken>" : "")
        + one
        + "</ListBucketResult>";
  }
}

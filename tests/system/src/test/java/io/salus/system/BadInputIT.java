package io.salus.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Input that nobody should send, through the gateway to records and PostgreSQL: it is refused as
 * FHIR says, and afterwards everything goes on.
 */
@ExtendWith(PlayedOnce.class)
class BadInputIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String base;
  private final String token;

  BadInputIT(Story story) {
    base = story.gateway() + "/fhir";
    token = story.frontEndToken();
  }

  @AfterEach
  void everythingGoesOn() throws Exception {
    assertEquals(200, get("/Patient?_count=1").statusCode());
  }

  @Test
  void deepNesting() throws Exception {
    for (int depth : List.of(100, 5_000, 500_000)) {
      refused(post("/Patient", nested("{\"extension\":[", depth, "]}")));
      refused(post("/Patient", "[".repeat(depth)));
      refused(post("", nested("{\"resourceType\":\"Bundle\",\"entry\":[", depth, "]}")));
      answered(post("/Patient/$validate", nested("{\"contained\":[", depth, "]}")));
      refused(post("/Patient/1/$meta-add", nested("{\"parameter\":[", depth, "]}")));
      refused(patch("/Patient/1", nested("[{\"value\":[", depth, "]}]")));
    }
  }

  @Test
  void hugeNumbers() throws Exception {
    for (String number :
        List.of("1e999999999", "-1E-999999999", "9".repeat(1_500), "0." + "1".repeat(100_000))) {
      answered(
          post(
              "/RiskAssessment",
              """
              {"resourceType":"RiskAssessment","status":"final","subject":{"display":"x"},\
              "prediction":[{"probabilityDecimal":%s}]}\
              """
                  .formatted(number)));
      answered(get("/RiskAssessment?probability=" + (number.length() > 50_000 ? "1" : number)));
      answered(get("/Observation?value-quantity=" + number.substring(0, 11) + "%7C%7Ckg"));
    }
  }

  @Test
  void duplicateKeys() throws Exception {
    refused(post("/Patient", "{\"resourceType\":\"Patient\",\"active\":true,\"active\":false}"));
    refused(post("", "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"type\":\"transaction\"}"));
  }

  @Test
  void wrongEncodings() throws Exception {
    byte[] start = "{\"resourceType\":\"Patient\",\"id\":\"".getBytes(StandardCharsets.UTF_8);
    for (byte[] wrong :
        List.of(
            new byte[] {(byte) 0xc3, 0x28},
            new byte[] {(byte) 0xff, (byte) 0xfe},
            new byte[] {(byte) 0xc0, (byte) 0x80},
            new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80})) {
      var body = new ByteArrayOutputStream();
      body.write(start);
      body.write(wrong);
      body.write("\"}".getBytes(StandardCharsets.UTF_8));
      refused(send("POST", "/Patient", "application/fhir+json", body.toByteArray()));
    }
    byte[] wide = "{\"resourceType\":\"Patient\"}".getBytes(StandardCharsets.UTF_16LE);
    refused(send("POST", "/Patient", "application/fhir+json", wide));
    answered(
        post("/Patient", "{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"\\u0000\"}]}"));
    answered(get("/Patient?name=%C3%28"));
    answered(get("/Patient?name=%00"));
  }

  @Test
  void endlessBodies() throws Exception {
    byte[] megabyte = new byte[1 << 20];
    Arrays.fill(megabyte, (byte) ' ');
    HttpResponse<String> tooLarge =
        send(
            "POST",
            "/Patient",
            "application/fhir+json",
            BodyPublishers.fromPublisher(
                BodyPublishers.ofByteArrays(
                    IntStream.range(0, 100).mapToObj(i -> megabyte).toList()),
                100L << 20),
            List.of());
    assertTrue(List.of(413, 429).contains(tooLarge.statusCode()), tooLarge.body());
    refused(tooLarge);
    HttpResponse<String> bomb =
        send(
            "POST",
            "/Patient",
            "application/fhir+json",
            BodyPublishers.ofByteArray(zipped(megabyte, 200)),
            List.of("Content-Encoding", "gzip"));
    assertTrue(List.of(413, 429).contains(bomb.statusCode()), bomb.body());
    refused(bomb);
  }

  @Test
  void endlessSearches() throws Exception {
    String values =
        IntStream.range(0, 10_000).mapToObj(i -> "urn:x|" + i).collect(Collectors.joining(","));
    refused(form("/Patient/_search", "identifier=" + encoded(values)));
    refused(form("/Patient/_search", "name:contains=" + encoded("(a+)+$".repeat(20_000))));
    answered(form("/Patient/_search", "name:contains=" + encoded("%_%_".repeat(500))));
    answered(get("/Observation?" + "subject.general-practitioner.".repeat(30) + "name=a"));
    refused(form("/Patient/_search", "name=a&".repeat(5_000)));
    answered(get("/Patient?_sort=" + "birthdate,-family,".repeat(500) + "_id"));
    answered(get("/Patient?_count=99999999999999999999"));
    answered(get("/Patient?_page=" + "A".repeat(5_000)));
  }

  @Test
  void endlessBundles() throws Exception {
    String entry =
        """
        {"request":{"method":"POST","url":"Patient"},"resource":{"resourceType":"Patient"}}\
        """;
    refused(
        post(
            "",
            "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":["
                + (entry + ",").repeat(60_000)
                + entry
                + "]}"));
    for (String odd :
        List.of(
            "{\"method\":\"TRACE\",\"url\":\"Patient\"}",
            "{\"method\":\"POST\",\"url\":\"../../etc/passwd\"}",
            "{\"method\":\"GET\",\"url\":\"Patient?" + "x".repeat(100_000) + "\"}",
            "{\"method\":7,\"url\":{}}")) {
      answered(
          post(
              "",
              "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[{\"request\":"
                  + odd
                  + "}]}"));
    }
  }

  /** Browsers send some characters as they are that the client of these tests would refuse. */
  @Test
  void addressesThatAreNoUrls() throws Exception {
    assertEquals("200", status("/Patient?identifier=urn:mrn|7&_count=1"));
    assertEquals("200", status("/Patient?name=\"{}^`\\"));
    assertEquals("400", status("/Patient?name=%zz"));
    assertEquals("400", status("/Patient/\u00f6"));
  }

  private String status(String path) throws IOException {
    URI gateway = URI.create(base);
    try (Socket socket = new Socket(gateway.getHost(), gateway.getPort())) {
      String request =
          "GET /fhir%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n%s\r\n\r\n"
              .formatted(path, token, "Connection: close");
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readNBytes(12), StandardCharsets.UTF_8)
          .substring(9);
    }
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send("GET", path, "", BodyPublishers.noBody(), List.of());
  }

  private HttpResponse<String> post(String path, String json)
      throws IOException, InterruptedException {
    return send("POST", path, "application/fhir+json", json.getBytes(StandardCharsets.UTF_8));
  }

  private HttpResponse<String> patch(String path, String json)
      throws IOException, InterruptedException {
    return send(
        "PATCH", path, "application/json-patch+json", json.getBytes(StandardCharsets.UTF_8));
  }

  private HttpResponse<String> form(String path, String form)
      throws IOException, InterruptedException {
    return send(
        "POST", path, "application/x-www-form-urlencoded", form.getBytes(StandardCharsets.UTF_8));
  }

  private HttpResponse<String> send(String method, String path, String type, byte[] body)
      throws IOException, InterruptedException {
    return send(method, path, type, BodyPublishers.ofByteArray(body), List.of());
  }

  private HttpResponse<String> send(
      String method, String path, String type, BodyPublisher body, List<String> headers)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(headers);
    all.addAll(List.of("Authorization", "Bearer " + token));
    if (!type.isEmpty()) {
      all.addAll(List.of("Content-Type", type));
    }
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(PATIENCE)
            .headers(all.toArray(String[]::new))
            .method(method, body)
            .build();
    return client.send(request, BodyHandlers.ofString());
  }

  /** Right or wrong, but neither an error of the server nor silence. */
  private static void answered(HttpResponse<String> answer) {
    assertTrue(answer.statusCode() < 500, () -> answer.request().uri().getPath() + " " + answer);
    if (answer.statusCode() >= 400) {
      refused(answer);
    }
  }

  private static void refused(HttpResponse<String> answer) {
    String said = answer.statusCode() + " " + start(answer.body());
    assertTrue(answer.statusCode() >= 400 && answer.statusCode() < 500, said);
    assertTrue(answer.body().contains("\"OperationOutcome\""), said);
  }

  private static String start(String body) {
    return body.substring(0, Math.min(300, body.length()));
  }

  private static String nested(String open, int depth, String close) {
    return "{\"resourceType\":\"Patient\",\"x\":" + open.repeat(depth) + close.repeat(depth) + "}";
  }

  private static byte[] zipped(byte[] piece, int times) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new GZIPOutputStream(bytes)) {
      for (int i = 0; i < times; i++) {
        zip.write(piece);
      }
    }
    return bytes.toByteArray();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}

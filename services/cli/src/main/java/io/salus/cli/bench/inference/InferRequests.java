package io.salus.cli.bench.inference;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.cli.bench.load.Bytes;
import io.salus.cli.bench.load.Question;
import io.salus.cli.bench.load.Questions;
import io.salus.cli.terminal.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Requests for one row of a model in the three forms of the protocol, each with the answer that it
 * must have.
 *
 * @param base address of the server, without {@code /v2}
 */
record InferRequests(BenchModel model, String base, @Nullable String token) {
  private static final int ROWS = 64;
  private static final int MOST_OFF_DIVISOR = 10_000;
  private static final byte[] DATA = "\"data\":[".getBytes(StandardCharsets.US_ASCII);

  /** How a request is written. */
  enum Form {
    JSON,
    BINARY,
    GRPC
  }

  /** The same rows for every server, and what the server says to each alone. */
  Questions questions(Form form) throws IOException {
    return questions((row, right) -> question(form, row, right));
  }

  /** How a row is asked about. */
  interface Asking {
    Question about(float[] row, Right right);
  }

  /** Knows the answer that there must be. */
  record Right(float expected) {
    /** Sums in another order, as in a batch, differ in the last digits. */
    boolean near(float answered) {
      return Math.abs(expected - answered) <= (1 + Math.abs(expected)) / MOST_OFF_DIVISOR;
    }
  }

  Questions questions(Asking asking) throws IOException {
    Random random = new Random(model.name().hashCode());
    List<Question> questions = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      float[] row = new float[model.elements()];
      for (int j = 0; j < row.length; j++) {
        row[j] = Math.round(random.nextGaussian() * 1000) / 1000f;
      }
      questions.add(asking.about(row, new Right(alone(row))));
    }
    return Questions.round(questions);
  }

  private Question question(Form form, float[] row, Right right) {
    return switch (form) {
      case JSON ->
          new Question(
              0,
              post("application/json", "", model.json(row).getBytes(StandardCharsets.UTF_8)),
              (status, data, from, to) -> {
                int at = Bytes.find(data, from, to, DATA);
                return status == 200 && at >= 0 && right.near(decimal(data, at + DATA.length, to));
              });
      case BINARY ->
          new Question(
              0,
              binary(row),
              (status, data, from, to) -> status == 200 && right.near(last(data, to)));
      case GRPC ->
          new Question(
              0,
              grpc(row),
              (status, data, from, to) -> status == 200 && right.near(last(data, to)));
    };
  }

  private byte[] binary(float[] row) {
    byte[] tensor = Wire.littleEndian(row);
    String whole = model.json(row);
    String json =
        "{\"parameters\":{\"binary_data_output\":true},"
            + whole.substring(1, whole.indexOf(",\"data\":"))
            + ",\"parameters\":{\"binary_data_size\":"
            + tensor.length
            + "}}]}";
    byte[] head = json.getBytes(StandardCharsets.UTF_8);
    byte[] body = java.util.Arrays.copyOf(head, head.length + tensor.length);
    System.arraycopy(tensor, 0, body, head.length, tensor.length);
    return post(
        "application/octet-stream", "\r\nInference-Header-Content-Length: " + head.length, body);
  }

  /** The message of a call; the answer's last four bytes are the raw output. */
  private byte[] grpc(float[] row) {
    return Wire.message(
        request ->
            request
                .text(1, model.name())
                .inner(
                    5,
                    input -> {
                      long[] shape = new long[model.row().size() + 1];
                      shape[0] = 1;
                      for (int i = 1; i < shape.length; i++) {
                        shape[i] = model.row().get(i - 1);
                      }
                      input.text(1, "x").text(2, "FP32").packed(3, shape);
                    })
                .bytes(7, Wire.littleEndian(row)));
  }

  private byte[] post(String type, String more, byte[] body) {
    URI uri = URI.create(base);
    String head =
        "POST /v2/models/"
            + model.name()
            + "/infer HTTP/1.1\r\nHost: "
            + uri.getHost()
            + (token == null ? "" : "\r\nAuthorization: Bearer " + token)
            + "\r\nContent-Type: "
            + type
            + more
            + "\r\nContent-Length: "
            + body.length
            + "\r\n\r\n";
    byte[] first = head.getBytes(StandardCharsets.US_ASCII);
    byte[] request = java.util.Arrays.copyOf(first, first.length + body.length);
    System.arraycopy(body, 0, request, first.length, body.length);
    return request;
  }

  private float alone(float[] row) throws IOException {
    var request =
        HttpRequest.newBuilder(URI.create(base + "/v2/models/" + model.name() + "/infer"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(model.json(row)));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      HttpResponse<byte[]> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      JsonNode answer = Json.MAPPER.readTree(response.body());
      JsonNode value = answer.path("outputs").path(0).path("data").path(0);
      if (response.statusCode() != 200 || !value.isNumber()) {
        throw new IOException(base + " answers " + response.statusCode() + " for " + model.name());
      }
      return value.floatValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static float decimal(byte[] data, int from, int to) {
    int end = from;
    while (end < to && data[end] != ']' && data[end] != ',') {
      end++;
    }
    return Float.parseFloat(new String(data, from, end - from, StandardCharsets.US_ASCII));
  }

  /** The little-endian number that an answer ends with. */
  static float last(byte[] data, int to) {
    int bits = 0;
    for (int i = 1; i <= 4; i++) {
      bits = bits << 8 | (data[to - i] & 255);
    }
    return Float.intBitsToFloat(bits);
  }
}

package io.salus.inference.rest;

import io.salus.service.errors.AppException.InvalidInput;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A request of the protocol.
 *
 * @param path from {@code /v2} on, percent-encoded
 * @param jsonLength bytes of the body that are JSON; -1 when all of them are
 * @param body its bytes from position to limit, backed by an array
 * @param deadline on the clock of {@link System#nanoTime}; 0 for none
 */
record RestRequest(String method, String path, long jsonLength, ByteBuffer body, long deadline) {

  /** Parts that an address of the protocol has. */
  private static final int MOST = 5;

  /** The parts of the path after {@code /v2}. */
  List<String> segments() {
    return segments(path);
  }

  /** The parts of a path after {@code /v2}, decoded. */
  static List<String> segments(String path) {
    String rest = path.substring("/v2".length());
    if (rest.startsWith("/")) {
      rest = rest.substring(1);
    }
    if (rest.endsWith("/")) {
      rest = rest.substring(0, rest.length() - 1);
    }
    if (rest.isEmpty()) {
      return List.of();
    }
    List<String> segments = new ArrayList<>(MOST);
    int from = 0;
    for (int to = rest.indexOf('/'); to >= 0; to = rest.indexOf('/', from)) {
      segments.add(decoded(rest.substring(from, to)));
      from = to + 1;
    }
    segments.add(decoded(rest.substring(from)));
    return segments;
  }

  private static String decoded(String segment) {
    try {
      return segment.indexOf('%') < 0
          ? segment
          : URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new InvalidInput("The address is not percent-encoded as it should be.");
    }
  }

  /** How many bytes of the body are JSON. */
  int json() {
    if (jsonLength < 0) {
      return body.remaining();
    }
    if (jsonLength > body.remaining()) {
      throw new InvalidInput("It is larger than the body.", "Inference-Header-Content-Length");
    }
    return (int) jsonLength;
  }
}

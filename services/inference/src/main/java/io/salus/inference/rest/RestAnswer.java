package io.salus.inference.rest;

import io.salus.service.errors.AppException.Busy;
import io.salus.service.errors.HttpErrors;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * An answer of the protocol.
 *
 * @param jsonLength bytes of the body that are JSON; -1 when all of them are
 * @param retryAfter seconds; 0 for none
 * @param allow methods, of an answer with status 405; else empty
 */
record RestAnswer(
    int status,
    String contentType,
    long jsonLength,
    ByteBuffer body,
    int retryAfter,
    String allow) {
  private static final String JSON = "application/json";

  static RestAnswer json(int status, String text) {
    return new RestAnswer(
        status, JSON, -1, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0, "");
  }

  /** An empty body, which some calls of the extensions have. */
  static RestAnswer empty() {
    return new RestAnswer(200, JSON, -1, ByteBuffer.allocate(0), 0, "");
  }

  static RestAnswer tensors(long jsonLength, ByteBuffer body) {
    return new RestAnswer(
        200, jsonLength < 0 ? JSON : "application/octet-stream", jsonLength, body, 0, "");
  }

  static RestAnswer notAllowed(String allow) {
    HttpErrors.Rendered rendered =
        HttpErrors.refusal("/v2", 405, "unsupported", "This address takes " + allow + ".");
    return new RestAnswer(
        405, JSON, -1, ByteBuffer.wrap(rendered.body().getBytes(StandardCharsets.UTF_8)), 0, allow);
  }

  static RestAnswer failure(Throwable failure) {
    HttpErrors.Rendered rendered = HttpErrors.render("/v2", failure);
    int retry =
        failure instanceof Busy busy
            ? (int) Math.max(1, busy.retryAfter().toSeconds())
            : rendered.status() == 503 ? 1 : 0;
    return new RestAnswer(
        rendered.status(),
        rendered.contentType(),
        -1,
        ByteBuffer.wrap(rendered.body().getBytes(StandardCharsets.UTF_8)),
        retry,
        "");
  }
}

package io.salus.cli.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.cli.terminal.Exit;
import io.salus.cli.terminal.Failure;
import io.salus.cli.terminal.Json;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What the gateway answered. */
public final class Answer {
  private static final int LONGEST_EXCERPT = 300;

  private final String request;
  private final int status;
  private final HttpHeaders headers;
  private final byte[] body;

  Answer(String request, int status, HttpHeaders headers, byte[] body) {
    this.request = request;
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  public int status() {
    return status;
  }

  public HttpHeaders headers() {
    return headers;
  }

  /** The bytes of the body, as they came. */
  public byte[] body() {
    return body;
  }

  public boolean ok() {
    return status >= 200 && status < 300;
  }

  /** Whether the same request may work later: nobody was there to take it, or in time. */
  public boolean unavailable() {
    return status == 502 || status == 503 || status == 504;
  }

  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  public JsonNode json() {
    try {
      return Json.MAPPER.readTree(body);
    } catch (IOException e) {
      throw new Failure(
          Exit.FAILED,
          request + " answered something that is no JSON.",
          "See ./salus logs gateway.",
          e);
    }
  }

  /** The answer, if its status is one of these. */
  public Answer require(int... expected) {
    if (Arrays.stream(expected).noneMatch(s -> s == status)) {
      boolean refused = status == 401 || status == 403;
      throw new Failure(
          refused ? Exit.REFUSED : Exit.FAILED,
          request + " was answered with " + status + ": " + reason() + ".",
          refused
              ? "Use a token with the right scope: ./salus token --help"
              : "The logs say more: ./salus logs");
    }
    return this;
  }

  /** Why, in the server's words: an OperationOutcome's first issue, or a problem's detail. */
  public String reason() {
    JsonNode node;
    try {
      node = Json.MAPPER.readTree(body);
    } catch (IOException e) {
      return excerpt();
    }
    if (node == null) {
      return "no reason given";
    }
    JsonNode issue = node.path("issue").path(0);
    for (String text :
        new String[] {
          issue.path("diagnostics").asText(""),
          issue.path("details").path("text").asText(""),
          node.path("detail").asText(""),
          node.path("title").asText("")
        }) {
      if (!text.isEmpty()) {
        return text.replaceAll("\\.$", "");
      }
    }
    return excerpt();
  }

  private String excerpt() {
    String text = text().strip();
    return text.isEmpty()
        ? "no reason given"
        : text.substring(0, Math.min(text.length(), LONGEST_EXCERPT));
  }
}

package io.salus.cli.bench;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** `GET /fhir/Patient/{id}` at the gateway, one connection a client. */
final class HttpReads implements AutoCloseable {
  private final int port;
  private final String token;
  private final List<String> ids;
  private final Map<Integer, HttpConnection> connections = new ConcurrentHashMap<>();

  HttpReads(int port, String token, List<String> ids) {
    this.port = port;
    this.token = token;
    this.ids = ids;
  }

  /** Right are 200 and the patient that was asked for. */
  boolean read(int client, long number) throws IOException {
    String id = ids.get((int) ((client * 31L + number) % ids.size()));
    var answer =
        connections
            .computeIfAbsent(client, c -> new HttpConnection(port, token))
            .send("GET", "/fhir/Patient/" + id, "");
    return answer.status() == 200 && answer.body().contains("\"id\":\"" + id + "\"");
  }

  @Override
  public void close() throws IOException {
    for (HttpConnection connection : connections.values()) {
      connection.close();
    }
  }
}

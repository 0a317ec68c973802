package io.salus.scheduling;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;

/** Fixes where the records answer, if a test starts {@link FakeRecords} there. */
public class RecordsAddress implements QuarkusTestResourceLifecycleManager {
  @Override
  public Map<String, String> start() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return Map.of(
          "salus.clients.records",
          "127.0.0.1:" + socket.getLocalPort(),
          "salus.scheduling.mirror.poll",
          "PT0.1S",
          "salus.scheduling.mirror.first-backoff",
          "PT0.1S",
          "salus.scheduling.mirror.max-backoff",
          "PT0.5S",
          "salus.scheduling.mirror.max-refusals",
          "2");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop() {}
}

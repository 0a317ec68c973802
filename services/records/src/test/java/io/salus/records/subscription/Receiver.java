package io.salus.records.subscription;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** An endpoint on loopback that remembers what it was told. */
final class Receiver implements AutoCloseable {
  private static final long PATIENCE_NANOS = 15_000_000_000L;

  record Told(String method, String path, String authorization, String body) {}

  private final HttpServer server;
  private final List<Told> told = new CopyOnWriteArrayList<>();
  private final Queue<Integer> statuses = new ConcurrentLinkedQueue<>();
  private volatile int status = 200;
  private volatile long delayMillis;

  Receiver() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::take);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
  }

  /** Answers these first, one each. */
  Receiver first(Integer... answers) {
    statuses.addAll(List.of(answers));
    return this;
  }

  Receiver always(int answer) {
    status = answer;
    return this;
  }

  Receiver slow(long millis) {
    delayMillis = millis;
    return this;
  }

  List<Told> told() {
    return told;
  }

  List<Told> await(int count) {
    until(() -> told.size() >= count);
    return told;
  }

  long count(Predicate<Told> which) {
    return told.stream().filter(which).count();
  }

  static void until(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("it did not happen in time");
      }
      Thread.onSpinWait();
      java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
    }
  }

  private void take(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    Integer scripted = statuses.poll();
    int answer = scripted == null ? status : scripted;
    if (delayMillis > 0) {
      java.util.concurrent.locks.LockSupport.parkNanos(delayMillis * 1_000_000);
    }
    told.add(
        new Told(
            exchange.getRequestMethod() + (answer == 200 ? "" : " " + answer),
            exchange.getRequestURI().getPath(),
            String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
            new String(body, java.nio.charset.StandardCharsets.UTF_8)));
    exchange.sendResponseHeaders(answer, -1);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

package io.salus.cli.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.salus.cli.terminal.Console;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ConnectionLoadTest {
  private static final Duration TIME = Duration.ofMillis(300);
  private static final String LARGE = "x".repeat(200_000);

  private final Timeline timeline =
      new Timeline(Console.standard(true).progress("test", 1, ""), TIME);

  @Test
  void takesAnswersWithALengthAndInChunks() throws IOException {
    HttpServer server = server(200);
    try {
      ConnectionLoad.Loaded loaded =
          over(server, List.of(get(0, "/length", 200), get(1, "/chunks", 200)));

      for (int kind = 0; kind < 2; kind++) {
        assertTrue(loaded.of(kind).done() > 0);
        assertEquals(0, loaded.of(kind).errors());
      }
    } finally {
      server.stop(0);
    }
  }

  @Test
  void countsWrongAnswersAsErrorsAndNotAsSpeed() throws IOException {
    HttpServer server = server(503);
    try {
      Measured measured = over(server, List.of(get(0, "/length", 200))).all();

      assertEquals(0, measured.done());
      assertTrue(measured.errors() > 0);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void countsAServerThatIsNotThereAsErrors() throws IOException {
    HttpServer server = server(200);
    server.stop(0);

    Measured measured = over(server, List.of(get(0, "/length", 200))).all();

    assertEquals(0, measured.done());
    assertTrue(measured.errors() > 0);
  }

  @Test
  void makesGrpcCallsWithSeveralInFlight() throws IOException {
    var calls = new AtomicInteger();
    Server server = grpc(calls);
    try {
      var questions =
          Questions.round(
              List.of(
                  new Question(0, Protobuf.message("right"), Question.holds(200, "said right")),
                  new Question(1, Protobuf.message("wrong"), Question.holds(200, "said wrong"))));
      var load =
          new ConnectionLoad(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort()),
              2,
              i -> new GrpcExchange(questions, 4, "/salus.Test/Echo", "T".repeat(900)));

      ConnectionLoad.Loaded loaded = load.run(2, TIME, timeline, "test");

      assertTrue(loaded.of(0).done() > 0);
      assertEquals(0, loaded.of(0).errors());
      assertEquals(0, loaded.of(1).done());
      assertTrue(loaded.of(1).errors() > 0);
      assertEquals(calls.get(), loaded.of(0).done() + loaded.of(1).errors());
    } finally {
      server.shutdownNow();
    }
  }

  private ConnectionLoad.Loaded over(HttpServer server, List<Question> asked) {
    var questions = Questions.round(asked);
    return new ConnectionLoad(server.getAddress(), 2, i -> new HttpExchange(questions))
        .run(3, TIME, timeline, "test");
  }

  private static Question get(int kind, String path, int status) {
    byte[] request =
        ("GET " + path + " HTTP/1.1\r\nHost: test\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    return new Question(kind, request, Question.holds(status, "xx-end"));
  }

  private static HttpServer server(int status) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] answer = (LARGE + "-end").getBytes(StandardCharsets.US_ASCII);
    for (String path : List.of("/length", "/chunks")) {
      server.createContext(
          path,
          exchange -> {
            exchange.sendResponseHeaders(status, path.equals("/length") ? answer.length : 0);
            exchange.getResponseBody().write(answer);
            exchange.close();
          });
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    return server;
  }

  /** Says what it was asked; refuses to say `wrong`. */
  private static Server grpc(AtomicInteger calls) throws IOException {
    MethodDescriptor<byte[], byte[]> echo =
        MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName("salus.Test/Echo")
            .setRequestMarshaller(new Raw())
            .setResponseMarshaller(new Raw())
            .build();
    var service =
        ServerServiceDefinition.builder("salus.Test")
            .addMethod(
                echo,
                ServerCalls.asyncUnaryCall(
                    (request, answer) -> {
                      calls.incrementAndGet();
                      String text =
                          new String(request, 2, request.length - 2, StandardCharsets.UTF_8);
                      if (text.equals("wrong")) {
                        answer.onError(Status.NOT_FOUND.asException());
                      } else {
                        answer.onNext(("said " + text).getBytes(StandardCharsets.UTF_8));
                        answer.onCompleted();
                      }
                    }))
            .build();
    return NettyServerBuilder.forPort(0).addService(service).build().start();
  }

  private static final class Raw implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}

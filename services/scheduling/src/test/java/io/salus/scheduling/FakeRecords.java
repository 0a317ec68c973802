package io.salus.scheduling;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.salus.proto.records.v1.FhirServiceGrpc;
import io.salus.proto.records.v1.ReadRequest;
import io.salus.proto.records.v1.ReadResponse;
import io.salus.proto.records.v1.UpdateRequest;
import io.salus.proto.records.v1.UpdateResponse;
import io.salus.service.errors.AppException;
import io.salus.service.errors.GrpcErrors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Records that know any patient and practitioner but those whose id starts with "unknown", and keep
 * what they are sent; over real gRPC.
 */
final class FakeRecords implements AutoCloseable {
  private static final Context.Key<String> AUTHORIZATION = Context.key("authorization");
  private static final Metadata.Key<String> HEADER =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  /** A write as it came in. */
  record Put(String type, String id, JsonNode resource, String token) {}

  final List<Put> puts = new CopyOnWriteArrayList<>();
  final Set<String> refusedTypes = ConcurrentHashMap.newKeySet();
  private final Map<String, JsonNode> kept = new ConcurrentHashMap<>();
  private final ObjectMapper json = new ObjectMapper();
  private final Server server;

  FakeRecords(int port) {
    try {
      server =
          NettyServerBuilder.forAddress(
                  new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
              .addService(ServerInterceptors.intercept(new Service(), new Token()))
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonNode require(String type, String id) {
    JsonNode resource = kept.get(type + "/" + id);
    if (resource == null) {
      throw new AssertionError(type + "/" + id + " was not written");
    }
    return resource;
  }

  /** Waits for a write that fits. */
  synchronized void await(Predicate<Put> wanted) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (puts.stream().noneMatch(wanted)) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        throw new AssertionError("the write did not come");
      }
      wait(left);
    }
  }

  private synchronized void add(Put put) {
    puts.add(put);
    notifyAll();
  }

  @Override
  public void close() {
    server.shutdownNow();
    try {
      server.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class Token implements ServerInterceptor {
    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
      Context context =
          Context.current().withValue(AUTHORIZATION, String.valueOf(headers.get(HEADER)));
      return Contexts.interceptCall(context, call, headers, next);
    }
  }

  private final class Service extends FhirServiceGrpc.FhirServiceImplBase {
    @Override
    public void read(ReadRequest request, StreamObserver<ReadResponse> answer) {
      if (request.getId().startsWith("unknown")) {
        answer.onError(GrpcErrors.toStatus(new AppException.NotFound("Not here.")));
        return;
      }
      answer.onNext(ReadResponse.newBuilder().setVersion(1).build());
      answer.onCompleted();
    }

    @Override
    public void update(UpdateRequest request, StreamObserver<UpdateResponse> answer) {
      if (refusedTypes.contains(request.getType())) {
        answer.onError(GrpcErrors.toStatus(new AppException.Unprocessable("Not this.")));
        return;
      }
      try {
        JsonNode resource = json.readTree(request.getResource().toByteArray());
        kept.put(request.getType() + "/" + request.getId(), resource);
        add(new Put(request.getType(), request.getId(), resource, AUTHORIZATION.get()));
      } catch (IOException e) {
        answer.onError(GrpcErrors.toStatus(new AppException.InvalidInput("No JSON.")));
        return;
      }
      answer.onNext(UpdateResponse.newBuilder().setVersion(1).build());
      answer.onCompleted();
    }
  }
}

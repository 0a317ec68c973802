package io.salus.service.grpc;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.grpc.InternalMetadata;
import io.grpc.InternalStatus;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.salus.service.body.Pieces;
import io.salus.service.errors.AppException;
import io.salus.service.errors.GrpcErrors;
import io.salus.service.security.Caller;
import io.salus.service.security.SecurityConfig;
import io.salus.service.security.TokenVerifier;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.buffer.impl.BufferImpl;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.impl.ContextInternal;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Unary gRPC calls that take less time than the general gRPC server spends on any call: they are
 * read and answered where their frames arrive. What such a call cannot be (compressed, in another
 * format) goes on to the general server, which knows the same methods.
 */
@ApplicationScoped
public class ShortCalls {
  private static final int BEFORE_AUTHENTICATION = 19_000;
  private static final int PREFIX = 5;
  private static final Base64.Encoder BASE64 = Base64.getEncoder().withoutPadding();
  private static final Set<String> FORMATS = Set.of("application/grpc", "application/grpc+proto");

  private final TokenVerifier verifier;
  private final Set<String> open;
  private final int largest;
  private final Map<String, Method<?, ?>> methods = new ConcurrentHashMap<>();

  ShortCalls(
      TokenVerifier verifier,
      SecurityConfig security,
      @ConfigProperty(name = "quarkus.grpc.server.max-inbound-message-size") int largest) {
    this.verifier = verifier;
    this.open = security.openMethods().orElse(Set.of());
    this.largest = largest;
  }

  /** What answers a method. */
  public interface Handler<Q, R> {
    /**
     * Starts a call. Called on the event loop; must not block. What it throws is the answer.
     *
     * @param out gets one answer or one failure, on any thread
     * @return gives the call up: its client went away
     */
    Runnable start(UnaryCall call, Q request, StreamObserver<R> out);
  }

  private record Method<Q, R extends MessageLite>(
      Parser<Q> parser, boolean open, Handler<Q, R> handler) {
    Runnable start(UnaryCall call, ByteBuffer message, HttpServerResponse response)
        throws InvalidProtocolBufferException {
      return handler.start(
          call,
          parser.parseFrom(message),
          new Answer<>(response, ContextInternal.current().nettyEventLoop()));
    }
  }

  /**
   * Answers a method here.
   *
   * @param name of the service and the method, with a slash between them
   */
  public <Q, R extends MessageLite> void add(String name, Parser<Q> parser, Handler<Q, R> handler) {
    methods.put('/' + name, new Method<>(parser, open.contains(name), handler));
  }

  /**
   * The same for a method that needs a token, by a {@link Uni}.
   *
   * @param answer called on the event loop; must not block
   */
  public <Q, R extends MessageLite> void addLater(
      String name, Parser<Q> parser, BiFunction<Caller, Q, Uni<R>> answer) {
    add(
        name,
        parser,
        (UnaryCall call, Q request, StreamObserver<R> out) ->
            answer
                    .apply(call.caller(), request)
                    .subscribe()
                    .with(
                        message -> {
                          out.onNext(message);
                          out.onCompleted();
                        },
                        out::onError)
                ::cancel);
  }

  void register(@Observes Filters filters) {
    filters.register(this::take, BEFORE_AUTHENTICATION);
  }

  private void take(RoutingContext context) {
    HttpServerRequest request = context.request();
    Method<?, ?> method = methods.get(String.valueOf(request.path())); // CONNECT has none
    if (method == null || !isPlain(request)) {
      context.next();
      return;
    }
    String authorization = request.getHeader("authorization");
    UnaryCall call;
    try {
      call =
          call(authorization, method.open, CallDeadline.until(request.getHeader("grpc-timeout")));
    } catch (AppException e) {
      fail(request.response(), e);
      return;
    }
    Received received = new Received(context, method, call);
    request.handler(received::add);
    request.exceptionHandler(gone -> received.gone = true);
    request.endHandler(end -> received.start());
  }

  private UnaryCall call(@Nullable String authorization, boolean open, long deadline) {
    if (authorization == null && open) {
      return new UnaryCall(null, null, deadline);
    }
    TokenVerifier.Proof proof = verifier.proof(authorization);
    return new UnaryCall(proof.caller(), proof.token(), deadline);
  }

  private static boolean isPlain(HttpServerRequest request) {
    return request.version() == HttpVersion.HTTP_2
        && HttpMethod.POST.equals(request.method())
        && FORMATS.contains(String.valueOf(request.getHeader("content-type")))
        && request.getHeader("grpc-encoding") == null;
  }

  private final class Received {
    private final RoutingContext context;
    private final Method<?, ?> method;
    private final UnaryCall call;
    private final Pieces pieces = new Pieces(largest + PREFIX);
    private boolean tooLarge;
    private boolean gone;

    Received(RoutingContext context, Method<?, ?> method, UnaryCall call) {
      this.context = context;
      this.method = method;
      this.call = call;
    }

    void add(Buffer piece) {
      tooLarge |= !pieces.add(piece);
    }

    void start() {
      if (gone) {
        return;
      }
      HttpServerResponse response = context.response();
      try {
        Runnable giveUp = method.start(call, message(), response);
        if (!response.ended()) {
          context.addEndHandler(
              ended -> {
                // Not all ends without an answer are told as failures.
                if (!response.ended()) {
                  giveUp.run();
                }
              });
        }
      } catch (InvalidProtocolBufferException e) {
        fail(
            response,
            Status.INTERNAL.withDescription("The message cannot be read.").asRuntimeException());
      } catch (RuntimeException e) {
        fail(response, e);
      }
    }

    private ByteBuffer message() {
      if (tooLarge) {
        throw Status.RESOURCE_EXHAUSTED
            .withDescription("The message is larger than " + largest + " bytes.")
            .asRuntimeException();
      }
      ByteBuffer bytes = pieces.bytes();
      if (bytes.remaining() < PREFIX
          || bytes.get() != 0
          || Integer.toUnsignedLong(bytes.getInt()) != bytes.remaining()) {
        throw Status.INTERNAL
            .withDescription("The request is not one message.")
            .asRuntimeException();
      }
      return bytes;
    }
  }

  /** Writes what comes, once, where the call's frames are written. */
  private static final class Answer<R extends MessageLite> implements StreamObserver<R> {
    private final HttpServerResponse response;
    private final EventLoop loop;
    private @Nullable R message;

    Answer(HttpServerResponse response, EventLoop loop) {
      this.response = response;
      this.loop = loop;
    }

    @Override
    public void onNext(R answer) {
      message = answer;
    }

    @Override
    public void onCompleted() {
      R answer = message;
      if (answer == null) {
        onError(new IllegalStateException("a call was ended without an answer"));
      } else {
        on(() -> succeed(response, answer));
      }
    }

    @Override
    public void onError(Throwable failure) {
      on(() -> fail(response, failure));
    }

    private void on(Runnable work) {
      if (loop.inEventLoop()) {
        work.run();
      } else {
        loop.execute(work);
      }
    }
  }

  private static void succeed(HttpServerResponse response, MessageLite message) {
    if (response.closed() || response.ended()) {
      return;
    }
    response.putHeader("content-type", "application/grpc").putTrailer("grpc-status", "0");
    response.end(framed(message));
  }

  private static Buffer framed(MessageLite message) {
    int size = message.getSerializedSize();
    byte[] bytes = new byte[PREFIX + size];
    bytes[1] = (byte) (size >> 24);
    bytes[2] = (byte) (size >> 16);
    bytes[3] = (byte) (size >> 8);
    bytes[4] = (byte) size;
    try {
      message.writeTo(CodedOutputStream.newInstance(bytes, PREFIX, size));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return BufferImpl.buffer(Unpooled.wrappedBuffer(bytes));
  }

  private static void fail(HttpServerResponse response, Throwable failure) {
    if (response.closed() || response.ended()) {
      return;
    }
    StatusRuntimeException status = GrpcErrors.toStatus(failure);
    Metadata trailers = new Metadata();
    if (status.getTrailers() != null) {
      trailers.merge(status.getTrailers());
    }
    trailers.put(InternalStatus.CODE_KEY, status.getStatus());
    if (status.getStatus().getDescription() != null) {
      trailers.put(InternalStatus.MESSAGE_KEY, status.getStatus().getDescription());
    }
    response.putHeader("content-type", "application/grpc");
    byte[][] pairs = InternalMetadata.serialize(trailers);
    for (int i = 0; i < pairs.length; i += 2) {
      String name = text(pairs[i]);
      response.putHeader(
          name,
          name.endsWith(Metadata.BINARY_HEADER_SUFFIX)
              ? BASE64.encodeToString(pairs[i + 1])
              : text(pairs[i + 1]));
    }
    response.end();
  }

  private static String text(byte[] ascii) {
    return new String(ascii, StandardCharsets.US_ASCII);
  }
}

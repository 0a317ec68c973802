package io.salus.testkit;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Unary calls of bytes, whatever they are, with answers as text. A call that is compressed is
 * answered by the general gRPC server of a service, others may have a way of their own: what is
 * said must be the same.
 */
public final class RawCalls implements AutoCloseable {
  private final ManagedChannel channel;

  public RawCalls(String host, int port) {
    channel = NettyChannelBuilder.forAddress(host, port).usePlaintext().build();
  }

  /** The answer's bytes in base64, or status, description and those trailers that are ours. */
  public String call(String method, byte[] request, @Nullable String token, boolean compressed) {
    return call(
        method,
        request,
        token == null ? Map.of() : Map.of("authorization", "Bearer " + token),
        compressed);
  }

  /** The same with headers as they go over the wire; {@code grpc-timeout} is the server's alone. */
  public String call(
      String method, byte[] request, Map<String, String> headers, boolean compressed) {
    Metadata metadata = new Metadata();
    headers.forEach(
        (name, value) ->
            metadata.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value));
    Channel with =
        ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(metadata));
    CallOptions options = CallOptions.DEFAULT.withCompression(compressed ? "gzip" : null);
    try {
      return Base64.getEncoder()
          .encodeToString(
              ClientCalls.blockingUnaryCall(with, descriptor(method), options, request));
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode() + " " + e.getStatus().getDescription() + ours(e.getTrailers());
    }
  }

  private static MethodDescriptor<byte[], byte[]> descriptor(String method) {
    return MethodDescriptor.<byte[], byte[]>newBuilder()
        .setType(MethodDescriptor.MethodType.UNARY)
        .setFullMethodName(method)
        .setRequestMarshaller(new Bytes())
        .setResponseMarshaller(new Bytes())
        .build();
  }

  private static String ours(@Nullable Metadata trailers) {
    StringBuilder text = new StringBuilder();
    if (trailers != null) {
      for (String key : new TreeSet<>(trailers.keys())) {
        if (key.equals("retry-after") || (key.startsWith("salus-") && !key.endsWith("-bin"))) {
          text.append(' ')
              .append(key)
              .append('=')
              .append(trailers.get(Metadata.Key.of(key, Metadata.ASCII_STRING_MARSHALLER)));
        } else if (key.startsWith("salus-")) {
          byte[] value = trailers.get(Metadata.Key.of(key, Metadata.BINARY_BYTE_MARSHALLER));
          text.append(' ').append(key).append('=').append(Arrays.toString(value));
        }
      }
    }
    return text.toString();
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  private static final class Bytes implements Marshaller<byte[]> {
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

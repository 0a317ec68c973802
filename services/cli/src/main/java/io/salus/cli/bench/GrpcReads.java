package io.salus.cli.bench;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * `FhirService.Read` straight at the records service. The two fields of its request are written by
 * hand, so that the command line needs no generated code for this one measurement.
 */
final class GrpcReads implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final MethodDescriptor<byte[], byte[]> READ =
      MethodDescriptor.<byte[], byte[]>newBuilder()
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName("salus.records.v1.FhirService/Read")
          .setRequestMarshaller(new Bytes())
          .setResponseMarshaller(new Bytes())
          .build();

  // One connection has one event loop at the server: too few for many clients.
  private static final int CONNECTIONS = 8;

  private final List<String> ids;
  private final List<ManagedChannel> channels = new ArrayList<>();
  private final List<Channel> authorized = new ArrayList<>();

  GrpcReads(int port, String token, List<String> ids) {
    this.ids = ids;
    var headers = new Metadata();
    headers.put(AUTHORIZATION, "Bearer " + token);
    for (int i = 0; i < CONNECTIONS; i++) {
      var channel =
          NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().directExecutor().build();
      channels.add(channel);
      authorized.add(
          ClientInterceptors.intercept(
              channel, MetadataUtils.newAttachHeadersInterceptor(headers)));
    }
  }

  /** Right is the patient that was asked for. */
  boolean read(int client, long number) {
    String id = ids.get((int) ((client * 31L + number) % ids.size()));
    byte[] answer =
        ClientCalls.blockingUnaryCall(
            authorized.get(client % CONNECTIONS),
            READ,
            CallOptions.DEFAULT.withDeadlineAfter(DEADLINE),
            request("Patient", id));
    return new String(answer, StandardCharsets.ISO_8859_1).contains("\"id\":\"" + id + "\"");
  }

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
  }

  /** Protocol buffers: field 1 and field 2, both strings shorter than 128 bytes. */
  static byte[] request(String type, String id) {
    var out = new ByteArrayOutputStream();
    for (int field = 1; field <= 2; field++) {
      byte[] text = (field == 1 ? type : id).getBytes(StandardCharsets.UTF_8);
      out.write(field << 3 | 2);
      out.write(text.length);
      out.writeBytes(text);
    }
    return out.toByteArray();
  }

  /** Messages as they are on the wire. */
  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
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

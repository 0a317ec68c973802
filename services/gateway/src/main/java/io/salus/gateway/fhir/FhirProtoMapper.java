package io.salus.gateway.fhir;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UnsafeByteOperations;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.salus.proto.records.v1.CreateResponse;
import io.salus.proto.records.v1.OperateRequest;
import io.salus.proto.records.v1.OperationHead;
import io.salus.proto.records.v1.PatchResponse;
import io.salus.proto.records.v1.ReadResponse;
import io.salus.proto.records.v1.ReadVersionResponse;
import io.salus.proto.records.v1.SubmitBundleRequest;
import io.salus.proto.records.v1.UpdateResponse;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Between the contract and the door; bodies are wrapped, not copied. */
final class FhirProtoMapper {
  private static final int PIECE = 64 << 10;

  private FhirProtoMapper() {}

  /** The bytes of a body that nobody changes any more. */
  static ByteString bytes(Buffer body) {
    // The accessor is deprecated for going internal in Vert.x 5; the public way copies the body.
    @SuppressWarnings("deprecation")
    ByteBuf wrapped = body.getByteBuf();
    return UnsafeByteOperations.unsafeWrap(wrapped.nioBuffer());
  }

  // Deprecated for going internal in Vert.x 5; the public way copies the body.
  @SuppressWarnings("deprecation")
  static Buffer buffer(ByteString bytes) {
    return Buffer.buffer(Unpooled.wrappedBuffer(bytes.asReadOnlyByteBuffer()));
  }

  static StoredResource read(String id, ReadResponse response) {
    return new StoredResource(
        id,
        response.getVersion(),
        instant(response.getLastUpdated()),
        buffer(response.getResource()),
        false);
  }

  static StoredResource version(String id, ReadVersionResponse response) {
    return new StoredResource(
        id,
        response.getVersion(),
        instant(response.getLastUpdated()),
        buffer(response.getResource()),
        false);
  }

  static StoredResource created(CreateResponse response) {
    return new StoredResource(
        response.getId(),
        response.getVersion(),
        instant(response.getLastUpdated()),
        buffer(response.getResource()),
        response.getCreated());
  }

  static StoredResource updated(UpdateResponse response) {
    return new StoredResource(
        response.getId(),
        response.getVersion(),
        instant(response.getLastUpdated()),
        buffer(response.getResource()),
        response.getCreated());
  }

  static StoredResource patched(PatchResponse response) {
    return new StoredResource(
        response.getId(),
        response.getVersion(),
        instant(response.getLastUpdated()),
        buffer(response.getResource()),
        false);
  }

  /** A call of an operation: its head, then its body in pieces. */
  static List<OperateRequest> operate(OperationHead head, Buffer body) {
    List<OperateRequest> messages = new ArrayList<>();
    messages.add(OperateRequest.newBuilder().setHead(head).build());
    ByteString bytes = bytes(body);
    for (int from = 0; from < bytes.size(); from += PIECE) {
      ByteString piece = bytes.substring(from, Math.min(from + PIECE, bytes.size()));
      messages.add(OperateRequest.newBuilder().setChunk(piece).build());
    }
    return messages;
  }

  /** A Bundle in pieces of 64 KiB that share its bytes; the first says what is wanted. */
  static List<SubmitBundleRequest> pieces(FhirRequest request) {
    ByteString body = bytes(request.body());
    List<SubmitBundleRequest> pieces = new ArrayList<>();
    int from = 0;
    do {
      int to = Math.min(from + PIECE, body.size());
      pieces.add(
          SubmitBundleRequest.newBuilder()
              .setChunk(body.substring(from, to))
              .setBaseUrl(from == 0 ? request.base() : "")
              .setRepresentation(from == 0 && request.prefer().representation())
              .build());
      from = to;
    } while (from < body.size());
    return pieces;
  }

  private static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }
}

package io.salus.records.fhir;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.salus.proto.records.v1.OperateResponse;
import io.salus.proto.records.v1.OperationAnswerHead;
import io.salus.proto.records.v1.OperationHead;
import io.salus.proto.records.v1.OperationLevel;
import io.salus.proto.records.v1.OperationMethod;
import io.salus.records.operation.Level;
import io.salus.records.operation.Method;
import io.salus.records.operation.OperationAnswer;
import io.salus.records.operation.OperationCall;
import io.salus.service.errors.AppException.InvalidInput;
import org.jspecify.annotations.Nullable;

/** Between the contract of operations and what they see. */
final class OperationProtoMapper {
  private OperationProtoMapper() {}

  /** Throws {@link InvalidInput} when the head is not there. */
  static OperationCall call(OperationHead head, ByteString body) {
    return new OperationCall(
        level(head.getLevel()),
        head.getType(),
        head.getId(),
        method(head.getMethod()),
        head.getQuery(),
        head.getContentType(),
        body.toByteArray(),
        head.getBaseUrl(),
        head.getRespondAsync(),
        head.getStrict(),
        head.getAccept());
  }

  /** Nobody keeps the chunk, so it need not be copied. */
  static OperateResponse message(@Nullable OperationAnswer head, byte[] chunk) {
    OperateResponse.Builder message =
        OperateResponse.newBuilder().setChunk(UnsafeByteOperations.unsafeWrap(chunk));
    if (head != null) {
      message.setHead(
          OperationAnswerHead.newBuilder()
              .setStatus(head.status())
              .setContentType(head.contentType())
              .putAllHeaders(head.headers()));
    }
    return message.build();
  }

  private static Level level(OperationLevel level) {
    return switch (level) {
      case OPERATION_LEVEL_SYSTEM -> Level.SYSTEM;
      case OPERATION_LEVEL_TYPE -> Level.TYPE;
      case OPERATION_LEVEL_INSTANCE -> Level.INSTANCE;
      case OPERATION_LEVEL_UNSPECIFIED, UNRECOGNIZED ->
          throw new InvalidInput("The call does not say its level.", "head.level");
    };
  }

  private static Method method(OperationMethod method) {
    return switch (method) {
      case OPERATION_METHOD_GET -> Method.GET;
      case OPERATION_METHOD_POST -> Method.POST;
      case OPERATION_METHOD_DELETE -> Method.DELETE;
      case OPERATION_METHOD_UNSPECIFIED, UNRECOGNIZED ->
          throw new InvalidInput("The call does not say its method.", "head.method");
    };
  }
}

package io.salus.gateway.fakes;

import com.google.protobuf.ByteString;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.salus.proto.records.v1.BinaryServiceGrpc;
import io.salus.proto.records.v1.GetBinaryHead;
import io.salus.proto.records.v1.GetBinaryRequest;
import io.salus.proto.records.v1.GetBinaryResponse;
import io.salus.proto.records.v1.PutBinaryHead;
import io.salus.proto.records.v1.PutBinaryRequest;
import io.salus.proto.records.v1.PutBinaryResponse;
import io.salus.service.errors.AppException.TooLarge;
import io.salus.service.errors.GrpcErrors;

/**
 * Counts what comes, a piece at a time, and has {@code 0123456789} under every id. Content of type
 * {@code x/large} is too large.
 */
final class FakeBinaries extends BinaryServiceGrpc.BinaryServiceImplBase {
  private static final String CONTENT = "0123456789";

  @Override
  public StreamObserver<PutBinaryRequest> put(StreamObserver<PutBinaryResponse> observer) {
    ServerCallStreamObserver<PutBinaryResponse> out =
        (ServerCallStreamObserver<PutBinaryResponse>) observer;
    out.disableAutoRequest();
    out.request(1);
    return new StreamObserver<>() {
      private PutBinaryHead head = PutBinaryHead.getDefaultInstance();
      private long bytes;
      private boolean refused;

      @Override
      public void onNext(PutBinaryRequest message) {
        head = message.hasHead() ? message.getHead() : head;
        bytes += message.getChunk().size();
        if (head.getContentType().startsWith("x/large") && bytes > 0 && !refused) {
          refused = true;
          out.onError(GrpcErrors.toStatus(new TooLarge("The content is larger than 1 byte.")));
        } else {
          out.request(1);
        }
      }

      @Override
      public void onError(Throwable failure) {
        // The caller went away.
      }

      @Override
      public void onCompleted() {
        if (!refused) {
          String resource =
              "{\"resourceType\":\"Binary\",\"contentType\":\"%s\",\"context\":\"%s\",\"bytes\":%d,\"match\":%d}"
                  .formatted(
                      head.getContentType(), head.getSecurityContext(), bytes, head.getIfMatch());
          out.onNext(
              PutBinaryResponse.newBuilder()
                  .setId(head.getId().isEmpty() ? "made" : head.getId())
                  .setCreated(head.getId().isEmpty())
                  .setVersion(3)
                  .setResource(ByteString.copyFromUtf8(resource))
                  .build());
          out.onCompleted();
        }
      }
    };
  }

  @Override
  public void get(GetBinaryRequest request, StreamObserver<GetBinaryResponse> out) {
    int first = (int) Math.min(request.getFirst(), CONTENT.length());
    String rest = CONTENT.substring(first);
    String part =
        request.getLimit() == 0
            ? rest
            : rest.substring(0, (int) Math.min(rest.length(), request.getLimit()));
    boolean resource = request.getAsResource();
    out.onNext(
        GetBinaryResponse.newBuilder()
            .setHead(
                GetBinaryHead.newBuilder()
                    .setContentType(resource ? "application/fhir+json" : "text/html")
                    .setVersion(3)
                    .setSize(resource ? -1 : CONTENT.length()))
            .setChunk(ByteString.copyFromUtf8(resource ? "{\"resourceType\":\"Binary\"}" : part))
            .build());
    out.onCompleted();
  }
}

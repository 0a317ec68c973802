package io.salus.gateway.fakes;

import com.google.protobuf.Timestamp;
import io.grpc.stub.StreamObserver;
import io.salus.proto.inference.v1.CardFeedback;
import io.salus.proto.inference.v1.CdsServiceGrpc;
import io.salus.proto.inference.v1.ListFeedbackRequest;
import io.salus.proto.inference.v1.ListFeedbackResponse;
import io.salus.proto.inference.v1.RecordFeedbackRequest;
import io.salus.proto.inference.v1.RecordFeedbackResponse;
import io.salus.proto.inference.v1.SpendTokenRequest;
import io.salus.proto.inference.v1.SpendTokenResponse;
import io.salus.service.errors.AppException.Conflict;
import io.salus.service.errors.AppException.NotFound;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers which tokens were used, and feedback on the prediction {@code 0199-p}. */
final class FakeCds extends CdsServiceGrpc.CdsServiceImplBase {
  private static final Timestamp TIME = Timestamp.newBuilder().setSeconds(1_780_000_000L).build();
  private final Set<String> spent = ConcurrentHashMap.newKeySet();
  private final List<CardFeedback> kept = new CopyOnWriteArrayList<>();

  @Override
  public void spendToken(SpendTokenRequest request, StreamObserver<SpendTokenResponse> out) {
    FakeRecords.answer(
        out,
        () -> {
          if (!spent.add(request.getIssuer() + "\n" + request.getTokenId())) {
            throw new Conflict("This token was used before.");
          }
          return SpendTokenResponse.getDefaultInstance();
        });
  }

  @Override
  public void recordFeedback(
      RecordFeedbackRequest request, StreamObserver<RecordFeedbackResponse> out) {
    FakeRecords.answer(
        out,
        () -> {
          for (CardFeedback one : request.getFeedbackList()) {
            if (!one.getPredictionId().equals("0199-p")) {
              throw new NotFound("There is no such card.");
            }
            kept.add(one.toBuilder().setReceivedAt(TIME).setReportedBy("tester").build());
          }
          return RecordFeedbackResponse.newBuilder().setStored(request.getFeedbackCount()).build();
        });
  }

  @Override
  public void listFeedback(ListFeedbackRequest request, StreamObserver<ListFeedbackResponse> out) {
    FakeRecords.answer(out, () -> ListFeedbackResponse.newBuilder().addAllFeedback(kept).build());
  }
}

package io.salus.inference.cds;

import io.quarkus.grpc.GrpcService;
import io.salus.proto.inference.v1.CdsService;
import io.salus.proto.inference.v1.ListFeedbackRequest;
import io.salus.proto.inference.v1.ListFeedbackResponse;
import io.salus.proto.inference.v1.RecordFeedbackRequest;
import io.salus.proto.inference.v1.RecordFeedbackResponse;
import io.salus.proto.inference.v1.SpendTokenRequest;
import io.salus.proto.inference.v1.SpendTokenResponse;
import io.salus.service.security.CallerContext;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;

/** The door of what CDS Hooks needs kept. */
@GrpcService
@Blocking
class CdsGrpcService implements CdsService {
  private final SpentTokens tokens;
  private final Feedback feedback;

  CdsGrpcService(SpentTokens tokens, Feedback feedback) {
    this.tokens = tokens;
    this.feedback = feedback;
  }

  @Override
  public Uni<SpendTokenResponse> spendToken(SpendTokenRequest request) {
    tokens.spend(
        CallerContext.current(),
        request.getIssuer(),
        request.getTokenId(),
        CdsProtoMapper.moment(request.getExpiresAt(), "expires_at"));
    return Uni.createFrom().item(SpendTokenResponse.getDefaultInstance());
  }

  @Override
  public Uni<RecordFeedbackResponse> recordFeedback(RecordFeedbackRequest request) {
    int stored =
        feedback.record(
            CallerContext.current(),
            request.getModel(),
            CdsProtoMapper.feedback(request.getFeedbackList()));
    return Uni.createFrom().item(RecordFeedbackResponse.newBuilder().setStored(stored).build());
  }

  @Override
  public Uni<ListFeedbackResponse> listFeedback(ListFeedbackRequest request) {
    ListFeedbackResponse.Builder response = ListFeedbackResponse.newBuilder();
    feedback
        .of(CallerContext.current(), request.getPredictionId())
        .forEach(one -> response.addFeedback(CdsProtoMapper.message(one)));
    return Uni.createFrom().item(response.build());
  }
}

package io.salus.gateway.cds;

import io.grpc.Channel;
import io.salus.gateway.backend.BackendClient;
import io.salus.gateway.backend.WireProtoMapper;
import io.salus.proto.inference.v1.CdsServiceGrpc;
import io.salus.proto.inference.v1.SpendTokenRequest;
import io.salus.service.grpc.GrpcChannels;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What inference keeps for CDS Hooks. */
@ApplicationScoped
class CdsClient {
  private final BackendClient backend;
  private final Channel channel;

  CdsClient(BackendClient backend, GrpcChannels channels) {
    this.backend = backend;
    this.channel = channels.to("inference", CdsServiceGrpc.getServiceDescriptor());
  }

  /**
   * Keeps what people did with cards, all of it or nothing; for virtual threads only.
   *
   * @param model whose cards they must be, or empty for any
   * @return how many of them were new
   */
  int feedback(String model, @Nullable FeedbackRequest given) {
    return backend
        .ask(
            channel,
            CdsServiceGrpc.getRecordFeedbackMethod(),
            FeedbackProtoMapper.request(model, given))
        .getStored();
  }

  /**
   * Remembers a client's token as used. Never blocks; fails with a Conflict when it was used
   * before.
   *
   * @param internal the token by which the gateway acts for the client
   */
  CompletableFuture<Void> spend(ClientToken token, String internal) {
    SpendTokenRequest request =
        SpendTokenRequest.newBuilder()
            .setIssuer(token.issuer())
            .setTokenId(token.id())
            .setExpiresAt(WireProtoMapper.timestamp(token.expiresAt()))
            .build();
    return backend
        .startShared(
            internal, channel, CdsServiceGrpc.getSpendTokenMethod(), request, backend.deadline())
        .answer()
        .thenApply(answer -> null);
  }
}

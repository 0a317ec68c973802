package io.salus.inference.cds;

import io.quarkus.grpc.GrpcService;
import io.salus.proto.inference.v1.CdsService;
import io.salus.proto.inference.v1.SpendTokenRequest;
import io.salus.proto.inference.v1.SpendTokenResponse;
import io.salus.service.security.CallerContext;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import java.time.Instant;

/** The door of what CDS Hooks needs kept. */
@GrpcService
@Blocking
class CdsGrpcService implements CdsService {
  private final SpentTokens tokens;

  CdsGrpcService(SpentTokens tokens) {
    this.tokens = tokens;
  }

  @Override
  public Uni<SpendTokenResponse> spendToken(SpendTokenRequest request) {
    tokens.spend(
        CallerContext.current(),
        request.getIssuer(),
        request.getTokenId(),
        Instant.ofEpochSecond(request.getExpiresAt().getSeconds()));
    return Uni.createFrom().item(SpendTokenResponse.getDefaultInstance());
  }
}

package io.salus.gateway.fakes;

import io.grpc.stub.StreamObserver;
import io.salus.proto.inference.v1.CdsServiceGrpc;
import io.salus.proto.inference.v1.SpendTokenRequest;
import io.salus.proto.inference.v1.SpendTokenResponse;
import io.salus.service.errors.AppException.Conflict;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers which tokens were used. */
final class FakeCds extends CdsServiceGrpc.CdsServiceImplBase {
  private final Set<String> spent = ConcurrentHashMap.newKeySet();

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
}

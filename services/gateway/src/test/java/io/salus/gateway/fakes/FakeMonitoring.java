package io.salus.gateway.fakes;

import io.grpc.stub.StreamObserver;
import io.salus.proto.inference.v1.GetMonitoringRequest;
import io.salus.proto.inference.v1.GetMonitoringResponse;
import io.salus.proto.inference.v1.MonitoringServiceGrpc;
import io.salus.proto.inference.v1.RaiseAlertsRequest;
import io.salus.proto.inference.v1.RaiseAlertsResponse;
import io.salus.proto.inference.v1.ReportOutcomeRequest;
import io.salus.proto.inference.v1.ReportOutcomeResponse;
import io.salus.service.errors.AppException.NotFound;

/** Gives the window's beginning back; there is no prediction {@code none}. */
final class FakeMonitoring extends MonitoringServiceGrpc.MonitoringServiceImplBase {
  @Override
  public void getMonitoring(
      GetMonitoringRequest request, StreamObserver<GetMonitoringResponse> out) {
    FakeRecords.answer(
        out,
        () ->
            GetMonitoringResponse.newBuilder()
                .setFiguresJson(
                    "{\"from\":" + request.getWindow().getFrom().getSeconds() + ",\"alerts\":[]}")
                .build());
  }

  @Override
  public void raiseAlerts(RaiseAlertsRequest request, StreamObserver<RaiseAlertsResponse> out) {
    FakeRecords.answer(
        out,
        () ->
            RaiseAlertsResponse.newBuilder()
                .setFiguresJson("{\"predictions\":7}")
                .addEvents("Communication/c1")
                .build());
  }

  @Override
  public void reportOutcome(
      ReportOutcomeRequest request, StreamObserver<ReportOutcomeResponse> out) {
    FakeRecords.answer(
        out,
        () -> {
          if (request.getPredictionId().equals("none")) {
            throw new NotFound("There is no such prediction.");
          }
          return ReportOutcomeResponse.getDefaultInstance();
        });
  }
}

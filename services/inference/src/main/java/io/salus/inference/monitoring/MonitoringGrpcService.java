package io.salus.inference.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Timestamp;
import io.quarkus.grpc.GrpcService;
import io.salus.inference.prediction.PastPredictions;
import io.salus.proto.inference.v1.GetMonitoringRequest;
import io.salus.proto.inference.v1.GetMonitoringResponse;
import io.salus.proto.inference.v1.MonitoringService;
import io.salus.proto.inference.v1.MonitoringWindow;
import io.salus.proto.inference.v1.RaiseAlertsRequest;
import io.salus.proto.inference.v1.RaiseAlertsResponse;
import io.salus.proto.inference.v1.ReportOutcomeRequest;
import io.salus.proto.inference.v1.ReportOutcomeResponse;
import io.salus.service.security.CallerContext;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import java.time.Instant;

/** The door of monitoring. */
@GrpcService
@Blocking
class MonitoringGrpcService implements MonitoringService {
  private final Monitoring monitoring;
  private final AlertEvents events;
  private final PastPredictions predictions;

  MonitoringGrpcService(Monitoring monitoring, AlertEvents events, PastPredictions predictions) {
    this.monitoring = monitoring;
    this.events = events;
    this.predictions = predictions;
  }

  @Override
  public Uni<GetMonitoringResponse> getMonitoring(GetMonitoringRequest request) {
    return Uni.createFrom()
        .item(
            GetMonitoringResponse.newBuilder()
                .setFiguresJson(figures(request.getWindow()).toString())
                .build());
  }

  @Override
  public Uni<RaiseAlertsResponse> raiseAlerts(RaiseAlertsRequest request) {
    String token = String.valueOf(CallerContext.token());
    JsonNode figures = figures(request.getWindow());
    return Uni.createFrom()
        .item(
            RaiseAlertsResponse.newBuilder()
                .setFiguresJson(figures.toString())
                .addAllEvents(events.raise(token, figures))
                .build());
  }

  @Override
  public Uni<ReportOutcomeResponse> reportOutcome(ReportOutcomeRequest request) {
    predictions.report(CallerContext.current(), request.getPredictionId(), request.getHappened());
    return Uni.createFrom().item(ReportOutcomeResponse.getDefaultInstance());
  }

  private JsonNode figures(MonitoringWindow window) {
    return monitoring.figures(
        CallerContext.current(),
        window.getName(),
        window.getVersion(),
        window.hasFrom() ? instant(window.getFrom()) : null,
        window.hasTo() ? instant(window.getTo()) : null);
  }

  private static Instant instant(Timestamp at) {
    return Instant.ofEpochSecond(at.getSeconds(), at.getNanos());
  }
}

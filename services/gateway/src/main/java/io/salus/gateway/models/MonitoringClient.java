package io.salus.gateway.models;

import com.fasterxml.jackson.databind.JsonNode;
import io.grpc.Channel;
import io.salus.gateway.backend.BackendClient;
import io.salus.gateway.backend.WireProtoMapper;
import io.salus.proto.inference.v1.GetMonitoringRequest;
import io.salus.proto.inference.v1.MonitoringServiceGrpc;
import io.salus.proto.inference.v1.MonitoringWindow;
import io.salus.proto.inference.v1.RaiseAlertsRequest;
import io.salus.proto.inference.v1.RaiseAlertsResponse;
import io.salus.proto.inference.v1.ReportOutcomeRequest;
import io.salus.service.grpc.GrpcChannels;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Inference's monitoring. Calls wait, so they are for virtual threads. */
@ApplicationScoped
class MonitoringClient {
  private final BackendClient backend;
  private final Channel channel;

  MonitoringClient(BackendClient backend, GrpcChannels channels) {
    this.backend = backend;
    this.channel = channels.to("inference", MonitoringServiceGrpc.getServiceDescriptor());
  }

  @Nullable JsonNode figures(String name, int version, @Nullable String from, @Nullable String to) {
    GetMonitoringRequest request =
        GetMonitoringRequest.newBuilder().setWindow(window(name, version, from, to)).build();
    return WireProtoMapper.json(
        backend
            .ask(channel, MonitoringServiceGrpc.getGetMonitoringMethod(), request)
            .getFiguresJson());
  }

  AlertsView raise(String name, int version, @Nullable String from, @Nullable String to) {
    RaiseAlertsRequest request =
        RaiseAlertsRequest.newBuilder().setWindow(window(name, version, from, to)).build();
    RaiseAlertsResponse raised =
        backend.ask(channel, MonitoringServiceGrpc.getRaiseAlertsMethod(), request);
    return new AlertsView(
        raised.getEventsList().stream().toList(), WireProtoMapper.json(raised.getFiguresJson()));
  }

  void report(String prediction, boolean happened) {
    ReportOutcomeRequest request =
        ReportOutcomeRequest.newBuilder().setPredictionId(prediction).setHappened(happened).build();
    backend.ask(channel, MonitoringServiceGrpc.getReportOutcomeMethod(), request);
  }

  private static MonitoringWindow window(
      String name, int version, @Nullable String from, @Nullable String to) {
    MonitoringWindow.Builder window =
        MonitoringWindow.newBuilder().setName(name).setVersion(version);
    if (from != null) {
      window.setFrom(WireProtoMapper.timestamp(WireProtoMapper.parse("from", from)));
    }
    if (to != null) {
      window.setTo(WireProtoMapper.timestamp(WireProtoMapper.parse("to", to)));
    }
    return window.build();
  }
}

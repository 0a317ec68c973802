package io.salus.gateway.oip;

import io.grpc.Channel;
import io.grpc.ServiceDescriptor;
import io.netty.channel.EventLoop;
import io.salus.service.grpc.GrpcChannels;
import io.vertx.core.impl.ContextInternal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A channel to inference for each event loop: request, call and answer stay on one thread. */
final class LoopClient {
  private final GrpcChannels channels;
  private final ServiceDescriptor contract;
  private final Map<EventLoop, Channel> perLoop = new ConcurrentHashMap<>();

  LoopClient(GrpcChannels channels, ServiceDescriptor contract) {
    this.channels = channels;
    this.contract = contract;
  }

  /** That of the event loop that calls. */
  Channel here() {
    return perLoop.computeIfAbsent(
        ContextInternal.current().nettyEventLoop(),
        loop -> channels.to("inference", loop, contract));
  }
}

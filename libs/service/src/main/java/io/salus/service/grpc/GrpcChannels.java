package io.salus.service.grpc;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.NameResolverRegistry;
import io.grpc.ServiceDescriptor;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoop;
import io.netty.channel.nio.NioEventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.salus.service.grpc.ClientsConfig.Calls;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Channels to the other services: Netty, spread over all pods of a headless Service, a deadline on
 * every call, retries where the contract allows them. Callbacks run on the channel's event loop, so
 * they must not block.
 */
@ApplicationScoped
public class GrpcChannels {
  private final ClientsConfig clients;
  private final Calls calls;
  private final List<ManagedChannel> open = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService reconnecter =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("grpc-reconnect").factory());

  GrpcChannels(ClientsConfig clients, Calls calls) {
    this.clients = clients;
    this.calls = calls;
    NameResolverRegistry.getDefaultRegistry()
        .register(new RefreshingDnsProvider(calls.nameRefresh()));
    var unused =
        reconnecter.scheduleWithFixedDelay(this::reconnect, 500, 500, TimeUnit.MILLISECONDS);
  }

  /**
   * A channel to a service. Make it once and keep it.
   *
   * @param service name under {@code salus.clients}, for example {@code records}
   * @param contracts the contracts that will be called through it
   */
  public Channel to(String service, ServiceDescriptor... contracts) {
    return open(builder(service, contracts));
  }

  /**
   * The same on one event loop, so that a handler there and the callbacks of its calls share a
   * thread. Worth it on a hot path only: each such channel has connections of its own.
   */
  public Channel to(String service, EventLoop loop, ServiceDescriptor... contracts) {
    NettyChannelBuilder builder = builder(service, contracts);
    if (loop instanceof NioEventLoop) {
      builder.eventLoopGroup(loop).channelType(NioSocketChannel.class);
    }
    return open(builder);
  }

  private NettyChannelBuilder builder(String service, ServiceDescriptor... contracts) {
    String target = clients.targets().get(service);
    if (target == null) {
      throw new IllegalStateException("salus.clients." + service + " is not configured");
    }
    return NettyChannelBuilder.forTarget(RefreshingDnsProvider.SCHEME + ":///" + target)
        .defaultLoadBalancingPolicy("round_robin")
        .defaultServiceConfig(RetryPolicy.of(contracts))
        .enableRetry()
        .maxInboundMessageSize(calls.maxMessageBytes())
        .usePlaintext()
        .directExecutor();
  }

  private Channel open(NettyChannelBuilder builder) {
    ManagedChannel channel = builder.build();
    open.add(channel);
    return new DeadlineChannel(channel, calls.deadline());
  }

  /** Otherwise a service that was away for long is tried again only after up to two minutes. */
  private void reconnect() {
    for (ManagedChannel channel : open) {
      if (channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
        channel.resetConnectBackoff();
      }
    }
  }

  @PreDestroy
  void close() {
    reconnecter.shutdownNow();
    open.forEach(ManagedChannel::shutdownNow);
  }

  /**
   * Gives every call a deadline that names none, but for streams, which last as long as they last.
   */
  private static final class DeadlineChannel extends Channel {
    private final Channel next;
    private final Duration deadline;

    DeadlineChannel(Channel next, Duration deadline) {
      this.next = next;
      this.deadline = deadline;
    }

    @Override
    public <Q, R> ClientCall<Q, R> newCall(MethodDescriptor<Q, R> method, CallOptions options) {
      boolean stream = !method.getType().serverSendsOneMessage();
      return next.newCall(
          method,
          options.getDeadline() != null || stream
              ? options
              : options.withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS));
    }

    @Override
    public String authority() {
      return next.authority();
    }
  }
}

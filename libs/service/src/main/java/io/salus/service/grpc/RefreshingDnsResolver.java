package io.salus.service.grpc;

import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.Status;
import io.grpc.StatusOr;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks DNS every few seconds. gRPC's own resolver asks again only when a connection breaks, so that
 * pods added by the autoscaler would get no calls. The JVM's cache must be as short: the services
 * run with {@code -Dsun.net.inetaddr.ttl=5}.
 */
final class RefreshingDnsResolver extends NameResolver {
  private final String host;
  private final int port;
  private final Duration period;
  private final Args args;
  private @Nullable Listener2 listener;
  private @Nullable ScheduledFuture<?> next;
  private volatile boolean stopped;

  RefreshingDnsResolver(String host, int port, Duration period, Args args) {
    this.host = host;
    this.port = port;
    this.period = period;
    this.args = args;
  }

  @Override
  public String getServiceAuthority() {
    return host + ":" + port;
  }

  @Override
  public void start(Listener2 newListener) {
    listener = newListener;
    long millis = period.toMillis();
    next =
        args.getScheduledExecutorService()
            .scheduleWithFixedDelay(this::lookUpElsewhere, millis, millis, TimeUnit.MILLISECONDS);
    lookUpElsewhere();
  }

  @Override
  public void refresh() {
    lookUpElsewhere();
  }

  private void lookUpElsewhere() {
    if (!stopped) {
      Thread.ofVirtual().name("dns-" + host).start(this::lookUp);
    }
  }

  private void lookUp() {
    StatusOr<List<EquivalentAddressGroup>> found;
    try {
      InetAddress[] addresses = InetAddress.getAllByName(host);
      found =
          StatusOr.fromValue(
              Arrays.stream(addresses)
                  .sorted(Comparator.comparing(InetAddress::getHostAddress))
                  .map(a -> new EquivalentAddressGroup(new InetSocketAddress(a, port)))
                  .toList());
    } catch (UnknownHostException e) {
      found = StatusOr.fromStatus(Status.UNAVAILABLE.withDescription(host + " has no address now"));
    }
    ResolutionResult result = ResolutionResult.newBuilder().setAddressesOrError(found).build();
    Listener2 told = listener;
    if (!stopped && told != null) {
      args.getSynchronizationContext().execute(() -> told.onResult2(result));
    }
  }

  @Override
  public void shutdown() {
    stopped = true;
    if (next != null) {
      next.cancel(false);
    }
  }
}

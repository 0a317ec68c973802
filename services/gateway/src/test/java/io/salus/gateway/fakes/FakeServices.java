package io.salus.gateway.fakes;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.netty.NettyServerBuilder;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.salus.testkit.TestTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All the services that the gateway calls, on one loopback port. */
public class FakeServices implements QuarkusTestResourceLifecycleManager {
  private @Nullable Server server;

  @Override
  public Map<String, String> start() {
    Unanswered unanswered = new Unanswered();
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .maxInboundMessageSize(68 << 20);
    for (BindableService service :
        List.of(
            new FakeRecords(),
            new FakeEvents(),
            new FakeOperations(),
            new FakeBinaries(),
            new FakeFeatures(),
            new FakeModels(),
            new FakeCds(),
            new FakeTables(),
            new FakeMonitoring(),
            new FakeInference(unanswered),
            new FakeProtocol(unanswered),
            new FakeJobs(),
            new FakeSynthesis(),
            new FakeScheduling())) {
      builder.addService(ServerInterceptors.intercept(service, new FakeAuthentication()));
    }
    try {
      server = builder.build().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String target = "127.0.0.1:" + server.getPort();
    Map<String, String> config = new LinkedHashMap<>(TestTokens.shared().config());
    for (String service : new String[] {"records", "inference", "synthesis", "scheduling"}) {
      config.put("salus.clients." + service, target);
    }
    config.put("salus.calls.deadline", "PT5S");
    config.put("salus.gateway.bodies-in-flight", "100M");
    return config;
  }

  @Override
  public void stop() {
    if (server != null) {
      server.shutdownNow();
    }
  }
}

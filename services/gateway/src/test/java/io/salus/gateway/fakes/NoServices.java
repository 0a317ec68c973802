package io.salus.gateway.fakes;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.salus.testkit.TestTokens;
import java.util.LinkedHashMap;
import java.util.Map;

/** Addresses at which nobody answers. */
public class NoServices implements QuarkusTestResourceLifecycleManager {
  @Override
  public Map<String, String> start() {
    Map<String, String> config = new LinkedHashMap<>(TestTokens.shared().config());
    for (String service : new String[] {"records", "inference", "synthesis", "scheduling"}) {
      config.put("salus.clients." + service, "127.0.0.1:1");
    }
    return config;
  }

  @Override
  public void stop() {
    // Nothing was started.
  }
}

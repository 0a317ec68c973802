package io.salus.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the chart says of ports and probes is what each service says of itself by
 * quarkus-kubernetes.
 */
class GeneratedByQuarkusTest {
  @ParameterizedTest
  @ValueSource(strings = {"gateway", "records", "inference", "synthesis", "scheduling"})
  void portsAndProbesAreTheServicesOwn(String service) throws IOException {
    Path generated = Path.of("../services", service, "target/kubernetes/kubernetes.yml");
    assumeTrue(Files.exists(generated), "the service is not packaged");
    Container own =
        Chart.parse(Files.readString(generated)).stream()
            .filter(Deployment.class::isInstance)
            .map(object -> ((Deployment) object).getSpec().getTemplate().getSpec())
            .findFirst()
            .orElseThrow()
            .getContainers()
            .getFirst();
    Container charts =
        Chart.objects(Deployment.class)
            .filter(d -> d.getMetadata().getName().equals("salus-" + service))
            .findFirst()
            .orElseThrow()
            .getSpec()
            .getTemplate()
            .getSpec()
            .getContainers()
            .getFirst();

    assertEquals(port(own, "http"), port(charts, "http"));
    assertEquals(port(own, "management"), port(charts, "management"));
    assertEquals(path(own.getLivenessProbe()), path(charts.getLivenessProbe()));
    assertEquals(path(own.getReadinessProbe()), path(charts.getReadinessProbe()));
    assertEquals(path(own.getStartupProbe()), path(charts.getStartupProbe()));
  }

  private static int port(Container container, String name) {
    return container.getPorts().stream()
        .filter(port -> port.getName().equals(name))
        .findFirst()
        .orElseThrow()
        .getContainerPort();
  }

  private static String path(Probe probe) {
    return probe.getHttpGet().getPath();
  }
}

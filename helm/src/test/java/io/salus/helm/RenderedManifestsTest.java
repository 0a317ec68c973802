package io.salus.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * k8s/salus.yaml is the chart, rendered; {@code mvn -pl helm test -Dk8s.write=true} writes it anew.
 */
class RenderedManifestsTest {
  private static final Path MANIFESTS = Path.of("../k8s/salus.yaml");

  @Test
  void theRenderedManifestsAreTheChartOfToday() throws IOException {
    String rendered = Chart.rendered().strip() + "\n";
    if (Boolean.getBoolean("k8s.write")) {
      Files.writeString(MANIFESTS, rendered);
    }

    assertEquals(Files.readString(MANIFESTS), rendered, "run: mvn -pl helm test -Dk8s.write=true");
  }
}

package io.salus.helm;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The chart under test, rendered by an embedded Helm. */
final class Chart {
  static final Path DIRECTORY = Path.of("salus").toAbsolutePath();

  private static final KubernetesSerialization TYPES = new KubernetesSerialization();

  private Chart() {}

  static Helm helm() {
    return new Helm(DIRECTORY);
  }

  static String rendered() {
    return template().call();
  }

  /** As for kubectl: what Helm itself prints leaves out hooks. */
  static TemplateCommand template() {
    return helm()
        .template()
        .withName("salus")
        .withNamespace("salus")
        .withKubeVersion("1.31.0")
        .set("migrations.asHook", false);
  }

  /** Everything that the chart renders, as typed objects. */
  static List<HasMetadata> objects() {
    return parse(rendered());
  }

  /** The documents of a YAML stream as typed objects. */
  static List<HasMetadata> parse(String yaml) {
    return Arrays.stream(yaml.split("(?m)^---$"))
        .filter(text -> text.contains("kind:"))
        .map(text -> (HasMetadata) TYPES.unmarshal(text))
        .toList();
  }

  static <T extends HasMetadata> Stream<T> objects(Class<T> type) {
    return objects().stream().filter(type::isInstance).map(type::cast);
  }
}

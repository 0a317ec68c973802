package io.salus.inference.serving;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What the server is. */
@ApplicationScoped
public class ServerInfo {
  public static final String NAME = "salus";

  /** Extensions of Triton that are kept, as it names them. */
  public static final List<String> EXTENSIONS =
      List.of(
          "binary_tensor_data",
          "model_repository",
          "model_repository(unload_dependents)",
          "model_configuration",
          "schedule_policy",
          "statistics");

  private final String version;

  ServerInfo(@ConfigProperty(name = "quarkus.application.version") String version) {
    this.version = version;
  }

  public String version() {
    return version;
  }
}

package io.salus.cli.stack;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.salus.cli.home.Home;
import io.salus.cli.terminal.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the supervisor knows, as it last wrote it down.
 *
 * @param phase what it is doing
 * @param problem why the stack cannot start, in one sentence; null when nothing is wrong
 * @param supervisor its own process
 * @param ports port by component
 * @param components the processes it looks after
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record StackState(
    Phase phase,
    @Nullable String problem,
    ProcessIdentity supervisor,
    Map<String, Integer> ports,
    List<Component> components) {

  /** What the supervisor is doing. */
  public enum Phase {
    STARTING,
    RUNNING,
    STOPPING
  }

  /** How a component is. */
  public enum Health {
    WAITING,
    MIGRATING,
    STARTING,
    READY,
    RESTARTING,
    IDLE,
    STOPPED
  }

  /**
   * One process that is looked after.
   *
   * @param restarts how often it had to be started again
   * @param startSeconds from its start until it was ready; 0 before that
   */
  public record Component(
      String name,
      Health health,
      @Nullable ProcessIdentity process,
      int restarts,
      double startSeconds) {}

  @JsonIgnore
  public String gatewayUrl() {
    return "http://127.0.0.1:" + ports.get(Service.GATEWAY.id());
  }

  @JsonIgnore
  public boolean allReady() {
    return components.stream()
        .allMatch(c -> c.health() == Health.READY || c.health() == Health.IDLE);
  }

  /** One component, by name. */
  public Component component(String name) {
    return components.stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
  }

  /** The state that was written last, if there is one. */
  public static Optional<StackState> read(Home home) {
    try {
      if (!Files.exists(home.state())) {
        return Optional.empty();
      }
      return Optional.of(Json.MAPPER.readValue(Files.readString(home.state()), StackState.class));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (JsonProcessingException e) {
      throw home.damaged("run/state.json cannot be read (it may be removed when nothing runs)");
    } catch (IOException e) {
      throw home.unusable(e);
    }
  }

  void write(Home home) throws IOException {
    Home.write(home.state(), Json.MAPPER.writeValueAsString(this) + "\n");
  }
}

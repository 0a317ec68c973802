package io.salus.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.cli.bench.People.Person;
import io.salus.cli.terminal.Progress;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** `$everything` of the patient with the most data, with all its pages. */
record EverythingBench(Stage stage, String patient, Side salus, @Nullable Side peer) {
  private static final int LEAST = 3;
  private static final String NAME = "$everything of the largest patient";

  void run() throws IOException {
    try (Progress progress = stage.console().progress("Everything", 1, "")) {
      progress.update(0.1, "Salus", -1);
      List<JsonNode> ours = resources(salus);
      Measured our = stage.measure(NAME + ", Salus", 1, Base.NONE, () -> fetch(salus, ours.size()));
      stage.results().figure("resources in it", ours.size(), "");
      if (peer != null) {
        progress.update(0.5, "peer", -1);
        List<JsonNode> theirs = resources(peer);
        List<JsonNode> alike = ofTypesOf(theirs, ours);
        stage
            .results()
            .figure("resources of types that the peer leaves out", ours.size() - alike.size(), "");
        new Agreement(salus, peer, stage.results(), stage.console()).compare(NAME, alike, theirs);
        stage.compare(NAME, 1, our, () -> fetch(peer, theirs.size()));
      }
      progress.done("measured");
    } catch (IOException e) {
      stage.results().error(NAME + ": " + e.getMessage());
    }
  }

  /** A server may leave out what others only refer to: the definition asks for it by "should". */
  private static List<JsonNode> ofTypesOf(List<JsonNode> model, List<JsonNode> resources) {
    Set<String> types =
        model.stream().map(EverythingBench::type).collect(Collectors.toUnmodifiableSet());
    return resources.stream().filter(one -> types.contains(type(one))).toList();
  }

  private static String type(JsonNode resource) {
    return resource.path("resourceType").asText();
  }

  private Measured fetch(Side side, int expected) throws IOException {
    var samples = new Samples();
    long started = System.nanoTime();
    long end = started + stage.time().toNanos();
    for (int i = 0; i < LEAST || System.nanoTime() < end; i++) {
      long asked = System.nanoTime();
      if (resources(side).size() == expected) {
        samples.add(System.nanoTime() - asked);
      } else {
        samples.fail();
      }
    }
    return samples.measured((System.nanoTime() - started) / 1e9);
  }

  private List<JsonNode> resources(Side side) throws IOException {
    Person person = side.people().byKey().get(patient);
    if (person == null) {
      throw new IOException("the patient is not at " + side.server().name());
    }
    return side.server().entries("Patient/" + person.id() + "/$everything?_count=200").stream()
        .map(entry -> entry.path("resource"))
        .toList();
  }
}

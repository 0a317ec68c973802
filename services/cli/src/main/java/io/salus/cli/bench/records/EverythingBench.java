package io.salus.cli.bench.records;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.cli.bench.load.Measured;
import io.salus.cli.bench.load.Samples;
import io.salus.cli.bench.records.People.Person;
import io.salus.cli.bench.stage.Base;
import io.salus.cli.bench.stage.Stage;
import io.salus.cli.terminal.Progress;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** `$everything` of the patient with the most data, with all its pages. */
record EverythingBench(Stage stage, String patient, Side salus, @Nullable Side peer) {
  private static final int LEAST = 3;

  /** Types of Synthea's that no patient's compartment holds. */
  private static final Set<String> REFERRED_TO =
      Set.of("Location", "Medication", "Organization", "Practitioner");

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
        stage.results().figure("resources only referred to, Salus", referredTo(ours), "");
        stage.results().figure("resources only referred to, peer", referredTo(theirs), "");
        new Agreement(salus, peer, stage.results(), stage.console())
            .compare(NAME, own(ours), own(theirs));
        stage.compare(NAME, 1, our, () -> fetch(peer, theirs.size()));
      }
      progress.done("measured");
    } catch (IOException e) {
      stage.results().error(NAME + ": " + e.getMessage());
    }
  }

  /** Those of the patient's compartment: what they only refer to a server "should" add. */
  private static List<JsonNode> own(List<JsonNode> resources) {
    return resources.stream().filter(one -> !REFERRED_TO.contains(type(one))).toList();
  }

  private static int referredTo(List<JsonNode> resources) {
    return resources.size() - own(resources).size();
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

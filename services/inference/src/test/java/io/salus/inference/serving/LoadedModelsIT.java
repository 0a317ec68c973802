package io.salus.inference.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.salus.inference.FakeRecords;
import io.salus.inference.TestRepository;
import io.salus.inference.artefact.ArtefactStore;
import io.salus.inference.artefact.InputDescription;
import io.salus.inference.artefact.ModelArtefact;
import io.salus.inference.batching.Workers;
import io.salus.inference.registry.ModelVersion;
import io.salus.learning.encoding.Encoder;
import io.salus.learning.model.NetworkSettings;
import io.salus.learning.network.NetworkTraining;
import io.salus.learning.network.Samples;
import io.salus.learning.network.Watch;
import io.salus.learning.table.Column;
import io.salus.learning.table.Table;
import io.salus.service.security.Caller;
import io.salus.testkit.RealPostgres;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(
    value = RealPostgres.class,
    initArgs = @ResourceArg(name = "service", value = "inference"))
@QuarkusTestResource(FakeRecords.class)
@QuarkusTestResource(TestRepository.class)
class LoadedModelsIT {
  private static final int CALLS = 400;

  @Inject ArtefactStore artefacts;
  @Inject Workers workers;
  @Inject ServedMetrics metrics;

  /** With room for one, each call to the other model drops the one that is in use. */
  @Test
  void droppingAModelWaitsForThoseWhoUseIt() throws Exception {
    LoadedModels models = new LoadedModels(artefacts, new RoomForOne(), workers, metrics);
    List<ModelVersion> versions = List.of(network(1), network(2));
    double[] row = {1.5};
    List<Double> alone =
        versions.stream().map(version -> models.use(version, m -> m.margin(row))).toList();

    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<Double>> answers = new ArrayList<>();
      for (int i = 0; i < CALLS; i++) {
        ModelVersion version = versions.get(i % 2);
        answers.add(threads.submit(() -> models.use(version, m -> m.margin(row))));
      }
      for (int i = 0; i < CALLS; i++) {
        assertEquals(alone.get(i % 2), answers.get(i).get(), 0);
      }
    }
    models.close();
  }

  private ModelVersion network(long seed) throws IOException {
    Table table =
        new Table(
            List.of("a", "b", "c", "d"),
            List.of("", "", "", ""),
            new boolean[] {true, false, true, false},
            List.of(Column.numbers("value", new double[] {1, 2, 3, 4})),
            Map.of());
    Encoder encoder = Encoder.fit(table);
    NetworkSettings settings = new NetworkSettings(List.of(8), 0.01, 0.01, 4, 3, 3);
    Samples rows = Samples.of(encoder.encode(table), table.labels());
    byte[] parameters =
        new NetworkTraining(settings, seed).train(rows, rows, Watch.of(share -> {})).parameters();
    ArtefactStore.Stored stored =
        artefacts.write(
            new Caller("loading", "tester", Set.of(), null, null),
            ModelArtefact.of(
                encoder,
                List.of(new InputDescription("value", "", "")),
                settings.hidden(),
                parameters));
    return new ModelVersion(
        UUID.randomUUID(),
        "loading",
        "some",
        1,
        true,
        0,
        "neural-network",
        "outcome",
        List.of("value"),
        JsonNodeFactory.instance.objectNode(),
        JsonNodeFactory.instance.objectNode(),
        stored.key(),
        stored.sha256(),
        Instant.EPOCH);
  }

  private record RoomForOne() implements ServingConfig {
    @Override
    public int loaded() {
      return 1;
    }

    @Override
    public int mostRows() {
      return 10;
    }

    @Override
    public Duration registryMemory() {
      return Duration.ofSeconds(1);
    }

    @Override
    public Optional<String> operator() {
      return Optional.empty();
    }
  }
}

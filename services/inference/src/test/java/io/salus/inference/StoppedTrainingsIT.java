package io.salus.inference;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.salus.inference.registry.Registry;
import io.salus.inference.training.TrainHandler;
import io.salus.testkit.RealPostgres;
import io.salus.testkit.TestTokens;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trainings of networks that somebody cancels while they run; each would take minutes. */
@QuarkusTest
@QuarkusTestResource(
    value = RealPostgres.class,
    initArgs = @ResourceArg(name = "service", value = "inference"))
@QuarkusTestResource(FakeRecords.class)
@QuarkusTestResource(TestRepository.class)
class StoppedTrainingsIT {
  private static final String TENANT = "stopping";

  /** A batch takes milliseconds; others use the machine as well. */
  private static final long SOON_SECONDS = 3;

  @Inject TrainHandler handler;
  @Inject Registry registry;
  @Inject ObjectMapper json;

  @Inject
  @ConfigProperty(name = "salus.storage.directory")
  Path storage;

  @TestHTTPResource("/")
  URI address;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "convolutional-network | {'height': 6, 'width': 6, 'filters': [8], 'most_epochs': 1000,"
            + " 'patience': 1000, 'members': 10}",
        "recurrent-network | {'length': 36, 'most_epochs': 1000, 'patience': 1000}",
        "neural-network | {'most_epochs': 10000, 'patience': 10000, 'members': 10}"
      })
  void endSoonAndLeaveNothingBehind(String algorithm, String settings) throws Exception {
    TestJob job = new TestJob(TENANT, algorithm, "", true, plan(algorithm, settings));
    try (ExecutorService worker = Executors.newSingleThreadExecutor()) {
      Future<String> running = worker.submit(() -> handler.run(job.nextAttempt("")));
      String began = job.trains().get(20, TimeUnit.SECONDS);
      assertFalse(running.isDone(), began);

      job.cancel();

      ExecutionException ended =
          assertThrows(ExecutionException.class, () -> running.get(SOON_SECONDS, TimeUnit.SECONDS));
      assertInstanceOf(TestJob.Killed.class, ended.getCause());
    }
    assertTrue(registry.versions(job.caller(), algorithm).isEmpty(), "no model");
    assertFalse(Files.exists(storage.resolve("models").resolve(TENANT)), "nor a file of one");
  }

  private Map<String, ?> plan(String algorithm, String settings) throws Exception {
    try (TestClients clients = new TestClients(address.getPort())) {
      String table = PictureTable.put(clients, TestTokens.admin(TENANT));
      return Map.of(
          "algorithm",
          algorithm,
          "hyperparameters",
          json.readTree(settings.replace('\'', '"')),
          "table",
          Map.of("id", table, "label", "ill", "patient", "who"));
    }
  }
}

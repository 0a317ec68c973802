package io.salus.records.view;

import static io.salus.records.view.ViewClient.json;
import static io.salus.records.view.ViewClient.patient;
import static io.salus.records.view.ViewClient.text;
import static io.salus.records.view.ViewExports.INLINE;
import static io.salus.records.view.ViewExports.STORED;
import static io.salus.records.view.ViewExports.files;
import static io.salus.records.view.ViewExports.id;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.salus.records.bulk.BulkConfig;
import io.salus.records.bulk.BulkFiles;
import io.salus.records.bulk.TestCalls;
import io.salus.records.operation.Method;
import io.salus.records.operation.Operations;
import io.salus.records.store.NumberedReader;
import io.salus.records.store.TypeNumbers;
import io.salus.records.transaction.ResourceWrites;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.security.Caller;
import io.salus.service.tenant.TenantTransactions;
import io.salus.testkit.RealPostgres;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(
    value = RealPostgres.class,
    initArgs = @ResourceArg(name = "service", value = "records"))
class ViewExportJobIT {
  @Inject Operations operations;
  @Inject ResourceWrites writes;
  @Inject TestCalls calls;
  @Inject ViewExportJob job;
  @Inject ViewPatients patients;
  @Inject TypeNumbers numbers;
  @Inject NumberedReader reader;
  @Inject ViewRuns runs;
  @Inject BulkFiles files;
  @Inject TenantTransactions transactions;

  private final Caller clinic = ViewClient.admin("exports-" + UUID.randomUUID());
  private ViewClient client;
  private ViewExports exports;

  @BeforeEach
  void connect() {
    client = new ViewClient(operations, writes, clinic);
    client.putWeights();
    exports = new ViewExports(calls, job, clinic);
  }

  @Test
  void anAttemptGoesOnBehindTheLastFileAsOfTheSameMoment() throws Exception {
    int cores = Runtime.getRuntime().availableProcessors();
    int many = 500 * (2 * cores + 1) + 100;
    client.putMany(many, i -> patient("many-" + i, "female"));
    var location = exports.start(STORED, INLINE);
    var first = exports.attempt(location, n -> n > 4 * cores, null);
    assertThrows(CancellationException.class, () -> inSmallParts().run(first));
    client.put(patient("later", "female"));
    client.put(patient("many-1", "male"));
    client.delete("Patient", "many-2");

    exports.succeed(
        location,
        inSmallParts()
            .run(exports.attempt(location, n -> false, first.checkpoint().orElseThrow())));

    var done = json(exports.get(location));
    var rows = new ArrayList<String>();
    var patientFiles = files(done).stream().filter(name -> name.contains("patients")).toList();
    for (var file : patientFiles) {
      rows.addAll(text(exports.get(file)).lines().toList());
    }
    assertTrue(patientFiles.size() > 1, "several parts");
    assertTrue(first.checkpoint().isPresent());
    assertEquals(many + 2, rows.size(), "nothing twice and nothing lost");
    assertEquals(many + 2, Set.copyOf(rows).size());
    assertTrue(rows.stream().anyMatch(row -> row.contains("\"many-2\"")));
    assertTrue(rows.stream().noneMatch(row -> row.contains("\"later\"")));
    assertEquals(1, rows.stream().filter(row -> row.contains("\"male\"")).count());
  }

  @Test
  void aJobThatIsCancelledLeavesNothing() throws Exception {
    var location = exports.start(STORED, INLINE);

    assertThrows(
        CancellationException.class, () -> job.run(exports.attempt(location, n -> n > 3, null)));
    assertEquals(1, files.of(clinic, id(location)).size());
    job.cancelled(clinic, id(location));
    assertEquals(List.of(), files.of(clinic, id(location)));

    var deleted = calls.call(clinic, Method.DELETE, location, "", new byte[0]);
    assertEquals(202, deleted.status());
    assertThrows(NotFound.class, () -> exports.get(location));
  }

  private ViewExportJob inSmallParts() {
    var config =
        new BulkConfig() {
          @Override
          public MemorySize partSize() {
            return new MemorySize(BigInteger.ONE);
          }

          @Override
          public MemorySize largestImport() {
            return partSize();
          }

          @Override
          public Duration keep() {
            return Duration.ofDays(1);
          }

          @Override
          public int batchLines() {
            return 1;
          }

          @Override
          public OptionalInt threads() {
            return OptionalInt.empty();
          }
        };
    return new ViewExportJob(patients, numbers, reader, runs, transactions, files, config);
  }
}

package io.salus.synthesis.release;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.jerolba.carpet.CarpetReader;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.salus.jobs.Job;
import io.salus.jobs.JobState;
import io.salus.jobs.Jobs;
import io.salus.proto.synthesis.v1.Generator;
import io.salus.proto.synthesis.v1.GetReleaseRequest;
import io.salus.proto.synthesis.v1.ListReleasesRequest;
import io.salus.proto.synthesis.v1.ReadReleaseFileRequest;
import io.salus.proto.synthesis.v1.SynthesisServiceGrpc;
import io.salus.proto.synthesis.v1.SynthesisServiceGrpc.SynthesisServiceBlockingStub;
import io.salus.proto.synthesis.v1.SynthesizeRequest;
import io.salus.service.errors.AppException.Unprocessable;
import io.salus.service.grpc.Bearer;
import io.salus.service.runtime.Role;
import io.salus.testkit.RealPostgres;
import io.salus.testkit.TestTokens;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@QuarkusTestResource(
    value = RealPostgres.class,
    initArgs = @ResourceArg(name = "service", value = "synthesis"))
@QuarkusTestResource(FakeRecords.class)
class ReleaseIT {
  /** So many that a file goes out in several chunks. */
  private static final int ROWS = 40_000;

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static boolean working;

  @Inject SynthesizeHandler handler;
  @Inject Releases releases;
  @Inject Jobs jobs;
  @Inject ObjectMapper json;
  @Inject DataSource database;
  @Inject @Any Instance<Role> roles;
  @TestHTTPResource URL address;
  @TempDir Path directory;
  private ManagedChannel channel;

  @BeforeEach
  void connect() {
    channel = NettyChannelBuilder.forAddress("127.0.0.1", address.getPort()).usePlaintext().build();
  }

  @AfterEach
  void disconnect() {
    channel.shutdownNow();
  }

  @Test
  void turnsARequestIntoAReleaseThatItsTenantAloneCanRead() throws IOException, SQLException {
    work();
    SynthesisServiceBlockingStub client = client(TestTokens.admin("north"));

    String job = client.synthesize(order("clinic", ROWS, 5)).getJobId();
    Job done = await(job, "north", j -> j.state().ended());

    assertEquals(JobState.SUCCEEDED, done.state(), String.valueOf(done.errorDetail()));
    JsonNode result = json.readTree(String.valueOf(done.result()));
    String id = result.path("release").asText();
    assertTrue(job.endsWith(id), "the release can be told from its job");
    var release = client.getRelease(get(id)).getRelease();
    assertEquals(ROWS, release.getRows());
    assertEquals(9, release.getSeed());
    assertEquals(Generator.GENERATOR_VAE, release.getGenerator());
    assertEquals(
        List.of("synthetic.csv", "synthetic.parquet", "report.html"), release.getFilesList());
    JsonNode metrics = json.readTree(release.getMetricsJson());
    assertEquals(result.path("metrics"), metrics);
    assertEquals(200, metrics.at("/rows/trained").asInt());
    assertEquals(50, metrics.at("/rows/held_out").asInt());
    assertTrue(metrics.path("column_shapes").asDouble() > 0.5);

    String csv = new String(read(client, id, "synthetic.csv"), StandardCharsets.UTF_8);
    assertEquals(ROWS + 1, csv.split("\r\n").length);
    assertTrue(csv.startsWith("age,pressure,visits,diabetes,glucose,region,label\r\n"));
    Path parquet =
        Files.write(directory.resolve("rows.parquet"), read(client, id, "synthetic.parquet"));
    List<?> rows = new CarpetReader<>(parquet.toFile(), Map.class).toList();
    assertEquals(ROWS, rows.size());
    assertFalse(((Map<?, ?>) rows.getFirst()).containsKey("patient"));
    String report = new String(read(client, id, "report.html"), StandardCharsets.UTF_8);
    assertTrue(report.contains(release.getSnapshotSha256()));
    assertFalse(report.contains("http") || report.contains("patient-1"));
    Files.writeString(Path.of("target", "release-report.html"), report);

    SynthesisServiceBlockingStub neighbour = client(TestTokens.admin("south"));
    assertEquals(
        0, neighbour.listReleases(ListReleasesRequest.getDefaultInstance()).getReleasesCount());
    fails(Status.Code.NOT_FOUND, () -> neighbour.getRelease(get(id)));
    fails(Status.Code.NOT_FOUND, () -> read(neighbour, id, "report.html"));
    fails(Status.Code.NOT_FOUND, () -> read(client, id, "../secrets"));
    assertEquals(
        1, client.listReleases(ListReleasesRequest.getDefaultInstance()).getReleasesCount());
    assertEquals(0, rowsSeenWithoutATenant());
  }

  private int rowsSeenWithoutATenant() throws SQLException {
    try (var connection = database.getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("select count(*) from release")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  @Test
  void stopsInTheMiddleOfATrainingWhenItIsCancelled() {
    work();
    SynthesisServiceBlockingStub client = client(TestTokens.admin("cancelling"));
    String job = client.synthesize(order("clinic", 0, 20_000)).getJobId();
    await(job, "cancelling", j -> j.message().startsWith("training the vae"));

    jobs.cancel(TestJob.callerOf("cancelling"), job);

    assertEquals(JobState.CANCELLED, await(job, "cancelling", j -> j.state().ended()).state());
    assertTrue(releases.list(TestJob.callerOf("cancelling")).isEmpty());
  }

  @Test
  void publishesOnceHoweverOftenItsWorkerDies() throws IOException {
    TestJob job = new TestJob("dying", "clinic", "gan");

    assertThrows(TestJob.Killed.class, () -> handler.run(job.nextAttempt("drawing rows")));
    assertTrue(job.checkpoint().isPresent(), "what was learnt is kept");
    assertThrows(
        TestJob.Killed.class, () -> handler.run(job.nextAttempt("publishing the release")));
    assertTrue(releases.list(job.caller()).isEmpty(), "nothing is half published");
    String first = handler.run(job.nextAttempt(""));
    String again = handler.run(job.nextAttempt("")); // it died before it could say so

    assertEquals(json.readTree(first), json.readTree(again));
    assertEquals(1, releases.list(job.caller()).size());
    TestJob other = new TestJob("dying", "clinic", "gan").nextAttempt("");
    handler.run(other);
    List<Release> both = releases.list(job.caller());
    assertEquals(2, both.size());
    assertArrayEquals(csv(job, both.get(0)), csv(job, both.get(1)), "one seed, one population");
  }

  @Test
  void refusesWhatCannotBeLearntFrom() {
    Unprocessable tiny =
        assertThrows(
            Unprocessable.class,
            () -> handler.run(new TestJob("refused", "tiny", "vae").nextAttempt("")));
    assertTrue(tiny.publicDetail().contains("8 rows"));
    assertThrows(
        Unprocessable.class,
        () -> handler.run(new TestJob("refused", "altered", "vae").nextAttempt("")));
    SynthesisServiceBlockingStub client = client(TestTokens.admin("refused"));
    fails(Status.Code.NOT_FOUND, () -> client.synthesize(order("nowhere", 1, 1)));
    fails(Status.Code.INVALID_ARGUMENT, () -> client.synthesize(order("clinic", 1_000_001, 1)));
    fails(Status.Code.INVALID_ARGUMENT, () -> client.synthesize(order("clinic", 1, -1)));
    fails(
        Status.Code.INVALID_ARGUMENT,
        () -> client.synthesize(order("clinic", 1, 1).toBuilder().clearGenerator().build()));
  }

  @Test
  void letsNobodyInWithoutTheScopeOrWithATokenOfOnePatient() {
    SynthesisServiceBlockingStub reader =
        client(TestTokens.scoped("north", "salus/synthesis.read"));
    fails(Status.Code.PERMISSION_DENIED, () -> reader.synthesize(order("clinic", 1, 1)));
    SynthesisServiceBlockingStub stranger = client(TestTokens.scoped("north", "salus/models.read"));
    fails(
        Status.Code.PERMISSION_DENIED,
        () -> stranger.listReleases(ListReleasesRequest.getDefaultInstance()));
    SynthesisServiceBlockingStub patient =
        client(TestTokens.patient("north", "p1", "patient/*.rs salus/*.*"));
    fails(
        Status.Code.PERMISSION_DENIED,
        () -> patient.listReleases(ListReleasesRequest.getDefaultInstance()));
    fails(
        Status.Code.UNAUTHENTICATED,
        () ->
            SynthesisServiceGrpc.newBlockingStub(channel)
                .listReleases(ListReleasesRequest.getDefaultInstance()));
  }

  /** Starts a worker beside the server, once. */
  private void work() {
    if (!working) {
      working = true;
      Role role = roles.stream().filter(r -> r.name().equals("work")).findFirst().orElseThrow();
      Thread.ofPlatform()
          .daemon()
          .start(
              () -> {
                try {
                  role.run();
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });
    }
  }

  private Job await(String job, String tenant, Predicate<Job> reached) {
    Instant end = Instant.now().plus(PATIENCE);
    while (true) {
      Job now = jobs.require(TestJob.callerOf(tenant), job);
      if (reached.test(now)) {
        return now;
      }
      assertTrue(Instant.now().isBefore(end), () -> "still " + now.state() + " " + now.message());
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  private byte[] csv(TestJob job, Release release) throws IOException {
    try (var file = releases.open(job.caller(), release.id(), Release.CSV)) {
      return file.readAllBytes();
    }
  }

  private SynthesisServiceBlockingStub client(String token) {
    return SynthesisServiceGrpc.newBlockingStub(channel).withCallCredentials(new Bearer(token));
  }

  private static SynthesizeRequest order(String snapshot, long rows, int epochs) {
    return SynthesizeRequest.newBuilder()
        .setSnapshotId(snapshot)
        .setGenerator(Generator.GENERATOR_VAE)
        .setRows(rows)
        .setEpochs(epochs)
        .setSeed(9)
        .build();
  }

  private static GetReleaseRequest get(String id) {
    return GetReleaseRequest.newBuilder().setId(id).build();
  }

  private static byte[] read(SynthesisServiceBlockingStub client, String id, String file) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    client
        .readReleaseFile(ReadReleaseFileRequest.newBuilder().setId(id).setFile(file).build())
        .forEachRemaining(part -> bytes.writeBytes(part.getChunk().toByteArray()));
    return bytes.toByteArray();
  }

  private static void fails(Status.Code code, Executable call) {
    StatusRuntimeException failure = assertThrows(StatusRuntimeException.class, call);
    assertEquals(code, failure.getStatus().getCode(), failure.getMessage());
  }
}

package io.salus.cli.stack;

import java.util.List;
import java.util.Locale;

/** The five services, in the order in which they start. */
public enum Service {
  RECORDS(true, true, 1536, 1536),
  INFERENCE(true, true, 256, 1024),
  SYNTHESIS(true, true, 160, 1024),
  SCHEDULING(true, false, 160, 160),
  GATEWAY(false, false, 384, 384);

  private final boolean database;
  private final boolean jobs;
  private final int heapMebibytes;
  private final int workerHeapMebibytes;

  Service(boolean database, boolean jobs, int heapMebibytes, int workerHeapMebibytes) {
    this.database = database;
    this.jobs = jobs;
    this.heapMebibytes = heapMebibytes;
    this.workerHeapMebibytes = workerHeapMebibytes;
  }

  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it keeps state in PostgreSQL. */
  public boolean hasDatabase() {
    return database;
  }

  /** Whether it has jobs that workers take. */
  public boolean hasJobs() {
    return jobs;
  }

  public String workerId() {
    return id() + "-worker";
  }

  String database() {
    return "salus_" + id();
  }

  String owner() {
    return database() + "_owner";
  }

  String app() {
    return database() + "_app";
  }

  /**
   * Small JVMs: one collector thread, little code cache, and an end instead of an agony when memory
   * is short. A sixth of the heap is for young objects: the default of a few MB has a bundle of 26
   * MB copied by a thousand collections.
   */
  List<String> jvmFlags(Role role) {
    int heap =
        switch (role) {
          case SERVE -> heapMebibytes;
          case WORK -> workerHeapMebibytes;
          case MIGRATE -> 160;
        };
    return List.of(
        "-Xmx" + heap + "m",
        "-Xms" + heap / 3 + "m",
        "-Xmn" + heap / 6 + "m",
        "-XX:+UseSerialGC",
        // A batch in hand fills more than half of a survivor space; what is promoted too early lets
        // the heap of a long import grow until it is full.
        "-XX:TargetSurvivorRatio=90",
        "-XX:MaxMetaspaceSize=224m",
        "-XX:ReservedCodeCacheSize=96m",
        "-Xss512k",
        "-XX:+ExitOnOutOfMemoryError",
        "-XX:TieredStopAtLevel=" + (role == Role.MIGRATE ? 1 : 4),
        "--enable-native-access=ALL-UNNAMED",
        "-Dai.djl.offline=true");
  }

  /** What one artefact can be at run time. */
  public enum Role {
    SERVE,
    WORK,
    MIGRATE;

    String profile() {
      return "prod," + name().toLowerCase(Locale.ROOT);
    }
  }
}

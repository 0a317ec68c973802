package io.salus.cli.bench.records;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import io.salus.cli.bench.load.Measured;
import io.salus.cli.stack.DatabaseAccess;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipFile;

/**
 * The floor of a view: the bodies of a type's resources, in memory already, decompressed and parsed
 * into trees on all cores, and nothing else.
 */
final class ParseFloor {
  /** Format, dictionary and key of a stored body (records, `Compression`). */
  private static final int HEADER = 4;

  private static final String DICTIONARY = "io/salus/records/store/bodies-1.zdict";

  /** A body is kept from behind its meta.lastUpdated on. */
  private static final byte[] HEAD =
      ("{\"resourceType\":\"Observation\",\"id\":\"00000000-0000-0000-0000-000000000000\","
              + "\"meta\":{\"versionId\":\"1\",\"lastUpdated\":\"2026-01-01T00:00:00.000Z\"")
          .getBytes(StandardCharsets.UTF_8);

  private static final ObjectReader JSON = new ObjectMapper().reader();
  private static final int PORTION = 200;

  private final byte[] dictionary;
  private final List<byte[]> bodies;

  /**
   * @param records the service's runnable jar
   */
  ParseFloor(DatabaseAccess superuser, Path records, String tenant, String type)
      throws IOException, SQLException {
    this.dictionary = dictionary(records);
    this.bodies = bodies(superuser, tenant, type);
  }

  /** How many resources there are. */
  int size() {
    return bodies.size();
  }

  Measured measure(Duration time) throws IOException {
    long started = System.nanoTime();
    long done = 0;
    do {
      done += round();
    } while (System.nanoTime() - started < time.toNanos());
    return Measured.rate(done, (System.nanoTime() - started) / 1e9, 0);
  }

  private long round() throws IOException {
    int cores = Runtime.getRuntime().availableProcessors();
    var next = new AtomicInteger();
    try (var threads = Executors.newFixedThreadPool(cores)) {
      var parts = new ArrayList<Future<Long>>();
      for (int i = 0; i < cores; i++) {
        parts.add(threads.submit(() -> parse(next)));
      }
      long done = 0;
      for (var part : parts) {
        done += part.get();
      }
      return done;
    } catch (ExecutionException e) {
      throw new IOException("a stored body cannot be read", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private long parse(AtomicInteger next) throws IOException {
    long done = 0;
    try (var context = new ZstdDecompressCtx()) {
      context.loadDict(dictionary);
      for (int from = next.getAndAdd(PORTION);
          from < bodies.size();
          from = next.getAndAdd(PORTION)) {
        for (byte[] body : bodies.subList(from, Math.min(bodies.size(), from + PORTION))) {
          done += JSON.readTree(json(context, body)).isObject() ? 1 : 0;
        }
      }
    }
    return done;
  }

  private static byte[] json(ZstdDecompressCtx context, byte[] body) {
    int length = (int) Zstd.getFrameContentSize(body, HEADER, body.length - HEADER);
    byte[] whole = new byte[HEAD.length + length];
    System.arraycopy(HEAD, 0, whole, 0, HEAD.length);
    context.decompressByteArray(whole, HEAD.length, length, body, HEADER, body.length - HEADER);
    return whole;
  }

  private static List<byte[]> bodies(DatabaseAccess access, String tenant, String type)
      throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(access.url(), access.user(), access.password());
        PreparedStatement query =
            connection.prepareStatement(
                "select body from resource where tenant = ? and type = ? and body is not null"
                    + " order by rid")) {
      connection.setAutoCommit(false);
      query.setFetchSize(1000);
      query.setString(1, tenant);
      query.setString(2, type);
      var bodies = new ArrayList<byte[]>();
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          bodies.add(rows.getBytes(1));
        }
      }
      return bodies;
    }
  }

  private static byte[] dictionary(Path records) throws IOException {
    try (var jars = Files.list(records.resolveSibling("app"))) {
      for (Path jar : jars.filter(file -> file.toString().endsWith(".jar")).toList()) {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
          var entry = zip.getEntry(DICTIONARY);
          if (entry != null) {
            try (InputStream in = zip.getInputStream(entry)) {
              return in.readAllBytes();
            }
          }
        }
      }
    }
    throw new IOException("the records' dictionary is not in " + records.getParent());
  }
}

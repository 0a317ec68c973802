package io.salus.cli.stack;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Log files: their end, and their size kept in bounds. */
public final class LogTail {
  private static final int MOST_BYTES = 256 * 1024;
  private static final long ROTATE_BYTES = 16L << 20;

  private LogTail() {}

  /** The last lines of a file, oldest first. */
  public static List<String> lines(Path file, int count) throws IOException {
    try (var log = new RandomAccessFile(file.toFile(), "r")) {
      int length = (int) Math.min(log.length(), MOST_BYTES);
      byte[] end = new byte[length];
      log.seek(log.length() - length);
      log.readFully(end);
      var lines = new String(end, StandardCharsets.UTF_8).lines().toList();
      return lines.subList(Math.max(0, lines.size() - count), lines.size());
    }
  }

  /** The last line that says something, without a final full stop. */
  static String lastLine(Path file) {
    try {
      return lines(file, 20).reversed().stream()
          .map(line -> line.strip().replaceAll("\\.$", ""))
          .filter(line -> !line.isEmpty())
          .findFirst()
          .orElse("nothing was logged");
    } catch (IOException e) {
      return "nothing was logged";
    }
  }

  /** The last line of a service that tells of an error. */
  static String lastError(Path file) {
    try {
      return lines(file, 400).reversed().stream()
          .filter(
              line ->
                  line.contains("ERROR") || line.contains("Caused by") || line.contains("FATAL"))
          .map(line -> line.strip().replaceAll("\\.$", ""))
          .findFirst()
          .orElseGet(() -> lastLine(file));
    } catch (IOException e) {
      return "nothing was logged";
    }
  }

  /** Keeps one older file beside the present one once that is large. */
  static void rotate(Path file) throws IOException {
    if (Files.exists(file) && Files.size(file) > ROTATE_BYTES) {
      Files.move(
          file,
          file.resolveSibling(file.getFileName() + ".1"),
          StandardCopyOption.REPLACE_EXISTING);
    }
  }
}

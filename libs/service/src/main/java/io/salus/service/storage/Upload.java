package io.salus.service.storage;

import io.salus.service.errors.AppException.TooLarge;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Content on its way in: a file that grows, its hash and its size. */
public final class Upload implements AutoCloseable {
  private final Path file;
  private final OutputStream out;
  private final MessageDigest digest;
  private final long largest;
  private long bytes;

  public Upload(Path file, long largest) throws IOException {
    this.file = file;
    this.largest = largest;
    this.out = Files.newOutputStream(file);
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Adds a piece. Throws {@link TooLarge} beyond the limit. */
  public void add(byte[] piece) throws IOException {
    bytes += piece.length;
    if (bytes > largest) {
      throw new TooLarge("The content is larger than " + largest + " bytes.");
    }
    digest.update(piece);
    out.write(piece);
  }

  /** The whole file. */
  public Path finish() throws IOException {
    out.close();
    return file;
  }

  public long bytes() {
    return bytes;
  }

  /** In hex; to be asked once. */
  public String sha256() {
    return HexFormat.of().formatHex(digest.digest());
  }

  /** What was not stored goes away. */
  @Override
  public void close() throws IOException {
    out.close();
    Files.deleteIfExists(file);
  }
}

package io.salus.service.grpc;

import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import io.salus.service.errors.AppException.Unprocessable;
import io.salus.service.errors.GrpcErrors;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.function.Function;

/** A file that comes as a stream of messages, one of them in memory at a time. */
public final class FileReceiver {
  private FileReceiver() {}

  /**
   * Writes what comes and checks it. Throws what the other side failed with, and {@link
   * Unprocessable} when what came is not the file: it would not be the next time either.
   *
   * @param sha256 of the file, hex
   */
  public static <T> void receive(
      Iterator<T> messages, Function<T, ByteString> piece, Path into, String sha256)
      throws IOException {
    MessageDigest digest = digest();
    try (OutputStream out = Files.newOutputStream(into)) {
      while (messages.hasNext()) {
        byte[] bytes = piece.apply(messages.next()).toByteArray();
        digest.update(bytes);
        out.write(bytes);
      }
    } catch (StatusRuntimeException e) {
      throw GrpcErrors.fromStatus(e);
    }
    if (!HexFormat.of().formatHex(digest.digest()).equals(sha256)) {
      throw new Unprocessable("The file that arrived is not the one that was asked for.");
    }
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}

package io.salus.learning.fit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A model as a file that holds data only. The first line names the format, its version and the
 * SHA-256 of the rest; the rest is JSON, whose numbers read back bit for bit. Size and hash are
 * checked before anything is parsed, and what is parsed must be a whole model of known parts.
 */
public final class ModelFile {
  private static final String FORMAT = "salus-table-model 1 sha256:";
  private static final int HEADER = FORMAT.length() + 64 + 1;

  /** Larger models do not come from here, and would not be loaded in time. */
  public static final int MOST_BYTES = 512 << 20;

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  static {
    JSON.getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder().maxNestingDepth(50).maxNumberLength(40).build());
  }

  private ModelFile() {}

  /** The bytes of a model; the same model gives the same bytes. */
  public static byte[] write(FittedModel model) {
    byte[] body;
    try {
      body = JSON.writeValueAsBytes(model);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("every fitted model can be written", e);
    }
    byte[] header = (FORMAT + hash(body) + "\n").getBytes(StandardCharsets.US_ASCII);
    byte[] file = Arrays.copyOf(header, header.length + body.length);
    System.arraycopy(body, 0, file, header.length, body.length);
    return file;
  }

  /**
   * Reads a model.
   *
   * @throws IOException when it is no such file, is damaged or too large, or holds no whole model
   */
  public static FittedModel read(byte[] file) throws IOException {
    if (file.length > MOST_BYTES) {
      throw new IOException("a model file of more than " + (MOST_BYTES >> 20) + " MiB");
    }
    if (file.length < HEADER) {
      throw new IOException("not a model file");
    }
    String header = new String(file, 0, HEADER, StandardCharsets.US_ASCII);
    if (!header.startsWith(FORMAT)) {
      throw new IOException("not a model file of this version");
    }
    byte[] body = Arrays.copyOfRange(file, HEADER, file.length);
    if (!header.equals(FORMAT + hash(body) + "\n")) {
      throw new IOException("a damaged model file");
    }
    try {
      FittedModel model = JSON.readValue(body, FittedModel.class);
      if (model == null) {
        throw new IOException("a model file without a model");
      }
      return model;
    } catch (JsonProcessingException e) {
      // Its message would quote the file.
      e.clearLocation();
      throw new IOException("a model file that holds no whole model", e);
    }
  }

  private static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}

package io.salus.records.store;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdDictCompress;
import com.github.luben.zstd.ZstdDictDecompress;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Objects;

/**
 * The form of stored bytes: format (1: zstd), dictionary (0: none), encryption key (two bytes, 0:
 * none), then the frame. The header lets dictionaries and encryption come without a rewrite.
 *
 * <p>Dictionary 1 was made from synthetic patients alone (Synthea, seed 4711) and never changes.
 */
final class Compression {
  private static final int HEADER = 4;
  private static final byte ZSTD = 1;
  private static final byte DICTIONARY = 1;

  /** Higher levels cost more than twice the time for 2 % on bodies of this size. */
  private static final int LEVEL = 3;

  private static final byte[] WORDS = dictionary();
  private static final ZstdDictCompress WRITING = new ZstdDictCompress(WORDS, LEVEL);
  private static final ZstdDictDecompress READING = new ZstdDictDecompress(WORDS);

  private static final ThreadLocal<ZstdCompressCtx> COMPRESS =
      ThreadLocal.withInitial(
          () ->
              new ZstdCompressCtx()
                  .setLevel(LEVEL)
                  .setContentSize(true)
                  .setDictID(false)
                  .loadDict(WRITING));
  private static final ThreadLocal<ZstdDecompressCtx> DECOMPRESS =
      ThreadLocal.withInitial(() -> new ZstdDecompressCtx().loadDict(READING));
  private static final ThreadLocal<ZstdDecompressCtx> DECOMPRESS_PLAIN =
      ThreadLocal.withInitial(ZstdDecompressCtx::new);

  private Compression() {}

  static byte[] pack(byte[] content) {
    byte[] target = new byte[HEADER + (int) Zstd.compressBound(content.length)];
    int length =
        COMPRESS
            .get()
            .compressByteArray(target, HEADER, target.length - HEADER, content, 0, content.length);
    target[0] = ZSTD;
    target[1] = DICTIONARY;
    return Arrays.copyOf(target, HEADER + length);
  }

  /** The head, then the content. */
  static byte[] unpack(byte[] head, byte[] stored) {
    if (stored.length < HEADER
        || stored[0] != ZSTD
        || stored[1] < 0
        || stored[1] > DICTIONARY
        || stored[2] != 0
        || stored[3] != 0) {
      throw new IllegalStateException("a stored body has a form that this version does not know");
    }
    int length = (int) Zstd.getFrameContentSize(stored, HEADER, stored.length - HEADER);
    byte[] whole = Arrays.copyOf(head, head.length + length);
    (stored[1] == DICTIONARY ? DECOMPRESS : DECOMPRESS_PLAIN)
        .get()
        .decompressByteArray(whole, head.length, length, stored, HEADER, stored.length - HEADER);
    return whole;
  }

  private static byte[] dictionary() {
    try (InputStream in = Compression.class.getResourceAsStream("bodies-1.zdict")) {
      return Objects.requireNonNull(in, "bodies-1.zdict").readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

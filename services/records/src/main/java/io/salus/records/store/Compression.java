package io.salus.records.store;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdDictCompress;
import com.github.luben.zstd.ZstdDictDecompress;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
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
  private static final int MAGIC = 4;
  private static final byte ZSTD = 1;
  private static final byte DICTIONARY = 1;

  /** Higher levels cost more than twice the time for 2 % on bodies of this size. */
  private static final int LEVEL = 3;

  private static final VarHandle LITTLE_ENDIAN_INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

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
    int length = contentLength(stored);
    return unpack(head, stored, length, new byte[head.length + length]);
  }

  /**
   * The same into a room that is used again: a larger one if need be. Whatever was in it before
   * stays behind the content.
   */
  static byte[] unpack(byte[] head, byte[] stored, byte[] room) {
    int length = contentLength(stored);
    int needed = head.length + length;
    return unpack(head, stored, length, room.length < needed ? new byte[2 * needed] : room);
  }

  private static byte[] unpack(byte[] head, byte[] stored, int length, byte[] whole) {
    System.arraycopy(head, 0, whole, 0, head.length);
    (stored[1] == DICTIONARY ? DECOMPRESS : DECOMPRESS_PLAIN)
        .get()
        .decompressByteArray(whole, head.length, length, stored, HEADER, stored.length - HEADER);
    return whole;
  }

  private static void check(byte[] stored) {
    if (stored.length < HEADER
        || stored[0] != ZSTD
        || stored[1] < 0
        || stored[1] > DICTIONARY
        || stored[2] != 0
        || stored[3] != 0) {
      throw new IllegalStateException("a stored body has a form that this version does not know");
    }
  }

  /**
   * What a frame's header says of its content (<a
   * href="https://www.rfc-editor.org/rfc/rfc8878#section-3.1.1.1">RFC 8878, section 3.1.1.1</a>).
   * To ask the library costs a fifth of what it takes to decompress a small body.
   */
  private static int contentLength(byte[] stored) {
    check(stored);
    int descriptor = stored[HEADER + MAGIC];
    boolean single = (descriptor & 0x20) != 0;
    int idBytes = (1 << (descriptor & 3)) >> 1;
    int at = HEADER + MAGIC + 1 + (single ? 0 : 1) + idBytes;
    return switch (descriptor >>> 6 & 3) {
      case 0 -> single ? stored[at] & 0xff : 0;
      case 1 -> (stored[at] & 0xff) + ((stored[at + 1] & 0xff) << 8) + 256;
      default -> (int) LITTLE_ENDIAN_INT.get(stored, at);
    };
  }

  private static byte[] dictionary() {
    try (InputStream in = Compression.class.getResourceAsStream("bodies-1.zdict")) {
      return Objects.requireNonNull(in, "bodies-1.zdict").readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

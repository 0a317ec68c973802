package io.salus.service.body;

import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.buffer.impl.BufferImpl;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A body that comes in pieces, up to a size. Most come in one: that one is kept as it is, since
 * Vert.x has already made it a copy that nobody else writes to.
 */
public final class Pieces {
  private final int most;
  private @Nullable Buffer bytes;
  private boolean joined;
  private boolean tooLarge;

  /**
   * @param most bytes that are kept
   */
  public Pieces(int most) {
    this.most = most;
  }

  /** Takes the next piece. False when all together are too large; nothing is kept from then on. */
  public boolean add(Buffer piece) {
    Buffer before = bytes;
    int length = before == null ? 0 : before.length();
    if (tooLarge || piece.length() > most - length) {
      tooLarge = true;
      bytes = null;
    } else if (before == null) {
      bytes = piece;
    } else {
      if (!joined) {
        joined = true;
        before = Buffer.buffer(2 * (length + piece.length())).appendBuffer(before);
      }
      bytes = before.appendBuffer(piece);
    }
    return !tooLarge;
  }

  /** What has come, from position to limit, backed by an array; empty when it was too large. */
  public ByteBuffer bytes() {
    if (bytes == null) {
      return ByteBuffer.allocate(0);
    }
    if (bytes instanceof BufferImpl buffer && buffer.byteBuf().hasArray()) {
      ByteBuf content = buffer.byteBuf();
      return ByteBuffer.wrap(
          content.array(), content.arrayOffset() + content.readerIndex(), content.readableBytes());
    }
    return ByteBuffer.wrap(bytes.getBytes());
  }
}

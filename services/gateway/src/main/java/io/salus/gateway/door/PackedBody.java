package io.salus.gateway.door;

import io.salus.service.body.ByteBudget;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.errors.AppException.TooLarge;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/**
 * A body that came in gzip, RFC 1952. Unpacked it is bound by the same limits as one that did not:
 * a thousandfold of what was sent can come out of it.
 */
final class PackedBody {
  private static final int PIECE = 64 << 10;

  private final Buffer packed;
  private final ByteBudget budget;
  private final long limit;
  private long taken;

  PackedBody(Buffer packed, ByteBudget budget, long limit) {
    this.packed = packed;
    this.budget = budget;
    this.limit = limit;
  }

  /** What a request's body is packed in; empty for nothing. */
  static String encoding(HttpServerRequest request) {
    String encoding = request.getHeader("Content-Encoding");
    String plain = encoding == null ? "" : encoding.trim().toLowerCase(Locale.ROOT);
    return plain.equals("identity") ? "" : plain;
  }

  static boolean isGzip(String encoding) {
    return encoding.equals("gzip") || encoding.equals("x-gzip");
  }

  /** Computes for long; not on an event loop. */
  Buffer unpack() {
    Buffer body = Buffer.buffer();
    try (var in = new GZIPInputStream(new ByteArrayInputStream(packed.getBytes()))) {
      byte[] piece = new byte[PIECE];
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        reserve(read);
        body.appendBytes(piece, 0, read);
      }
      return body;
    } catch (IOException e) {
      throw new InvalidInput("The body is not gzip, as Content-Encoding says.");
    }
  }

  /** What it took of the budget; to be asked when it is unpacked. */
  long taken() {
    return taken;
  }

  private void reserve(int bytes) {
    if (taken + bytes > limit) {
      throw new TooLarge("The body is larger than " + limit + " bytes when it is unpacked.");
    }
    if (!budget.take(bytes)) {
      throw ByteBudget.busy();
    }
    taken += bytes;
  }
}

package io.salus.cli.bench.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** HTTP/1.1 over one kept-alive connection, one request at a time. */
public final class HttpExchange implements Exchange {
  private static final byte[] HEAD_END = {'\r', '\n', '\r', '\n'};
  private static final byte[] LENGTH = "\r\ncontent-length:".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] CHUNKED =
      "\r\ntransfer-encoding: chunked".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] CLOSE = "\r\nconnection: close".getBytes(StandardCharsets.US_ASCII);
  private static final int IN_CHUNKS = -1;

  private final Questions questions;
  private @Nullable Question asked;
  private byte[] data = new byte[32 * 1024];
  private int filled;
  private int body;
  private int length;

  public HttpExchange(Questions questions) {
    this.questions = questions;
  }

  @Override
  public int slots() {
    return 1;
  }

  @Override
  public void opened(Outgoing out) {
    reset();
  }

  @Override
  public int ask(int slot, Outgoing out) {
    asked = questions.next();
    if (asked == null) {
      return -1;
    }
    out.put(asked.request());
    return asked.kind();
  }

  @Override
  public void received(ByteBuffer in, Outgoing out, Answers answers) {
    int got = in.remaining();
    if (filled + got > data.length) {
      data = Arrays.copyOf(data, Math.max(data.length * 2, filled + got));
    }
    in.get(data, filled, got);
    int looked = Math.max(0, filled - HEAD_END.length);
    filled += got;
    if (body == 0) {
      int end = Bytes.find(data, looked, filled, HEAD_END);
      if (end < 0) {
        return;
      }
      body = end + HEAD_END.length;
      length = length(end);
    }
    int end = length == IN_CHUNKS ? joined() : body + length;
    if (end >= 0 && filled >= end) {
      int status = (int) Bytes.number(data, 9);
      Question question = asked;
      boolean right =
          question != null && question.check().right(status, data, body, Math.max(body, end));
      boolean last = Bytes.findIgnoringCase(data, 0, body, CLOSE) >= 0;
      reset();
      if (last) {
        answers.answeredLast(0, right);
      } else {
        answers.answered(0, right);
      }
    }
  }

  private void reset() {
    filled = 0;
    body = 0;
    length = 0;
  }

  private int length(int headEnd) {
    int at = Bytes.findIgnoringCase(data, 0, headEnd, LENGTH);
    if (at >= 0) {
      return (int) Bytes.number(data, at + LENGTH.length);
    }
    if (Bytes.findIgnoringCase(data, 0, headEnd, CHUNKED) >= 0) {
      return IN_CHUNKS;
    }
    return 0;
  }

  /** When the last chunk has come: moves all chunks together and answers where they end. */
  private int joined() {
    boolean looksDone = data[filled - 1] == '\n' && data[filled - 5] == '0';
    if (filled < body + 5 || !looksDone || !whole()) {
      return -1;
    }
    int to = body;
    int from = body;
    int size = Bytes.hexadecimal(data, from);
    while (size > 0) {
      int content = lineEnd(from);
      System.arraycopy(data, content, data, to, size);
      to += size;
      from = content + size + 2;
      size = Bytes.hexadecimal(data, from);
    }
    return to;
  }

  /** What ends like a last chunk may be content. */
  private boolean whole() {
    int from = body;
    while (from < filled) {
      int size = Bytes.hexadecimal(data, from);
      int content = lineEnd(from);
      if (size == 0) {
        return content + 2 <= filled;
      }
      from = content + size + 2;
    }
    return false;
  }

  private int lineEnd(int from) {
    int at = from;
    while (at < filled && data[at] != '\n') {
      at++;
    }
    return at + 1;
  }
}

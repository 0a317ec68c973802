package io.salus.cli.bench.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Unary gRPC calls over one HTTP/2 connection (RFC 9113), written by hand: a general client takes
 * three times the processor time, which the service under test would lack. Request headers are sent
 * once and then referred to (HPACK, RFC 7541); the server is told to keep no table of its own, so
 * that the status can be read as it stands.
 */
public final class GrpcExchange implements Exchange {
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] STATUS = "grpc-status".getBytes(StandardCharsets.US_ASCII);
  private static final int FRAME_HEAD = 9;
  private static final int MESSAGE_HEAD = 5;
  private static final int LARGEST = Integer.MAX_VALUE;
  private static final int DEFAULT_WINDOW = 65_535;
  private static final long REFILL = 1L << 29;

  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RESET = 3;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int GO_AWAY = 7;
  private static final int WINDOW_UPDATE = 8;
  private static final int END_STREAM = 1;
  private static final int ACK = 1;
  private static final int END_HEADERS = 4;

  private final Questions questions;
  private final int slots;
  private final byte[] firstHeaders;
  private final byte[] laterHeaders;
  private final Question[] asked;
  private final byte[][] messages;
  private final int[] lengths;
  private final int[] streams;
  private byte[] data = new byte[64 * 1024];
  private int filled;
  private int stream;
  private boolean known;
  private long unacknowledged;

  public GrpcExchange(Questions questions, int slots, String path, String token) {
    this.questions = questions;
    this.slots = slots;
    this.asked = new Question[slots];
    this.messages = new byte[slots][4096];
    this.lengths = new int[slots];
    this.streams = new int[slots];
    var headers = new Hpack();
    firstHeaders =
        headers
            .indexed(Hpack.METHOD_POST)
            .indexed(Hpack.SCHEME_HTTP)
            .remembered(Hpack.PATH, path)
            .remembered(Hpack.AUTHORITY, "127.0.0.1")
            .remembered(Hpack.CONTENT_TYPE, "application/grpc")
            .remembered("te", "trailers")
            .remembered("grpc-timeout", "30S")
            .remembered(Hpack.AUTHORIZATION, "Bearer " + token)
            .bytes();
    laterHeaders = headers.again();
  }

  @Override
  public int slots() {
    return slots;
  }

  @Override
  public void opened(Outgoing out) {
    filled = 0;
    stream = -1; // a client's are odd, and each is higher than the one before
    known = false;
    unacknowledged = 0;
    out.put(PREFACE);
    frame(out, 18, SETTINGS, 0, 0);
    setting(out, 1, 0); // the server's header table: none
    setting(out, 2, 0); // no pushes
    setting(out, 4, LARGEST); // window of a stream
    frame(out, 4, WINDOW_UPDATE, 0, 0);
    out.putInt(LARGEST - DEFAULT_WINDOW);
  }

  @Override
  public int ask(int slot, Outgoing out) {
    Question question = questions.next();
    if (question == null) {
      return -1;
    }
    asked[slot] = question;
    lengths[slot] = 0;
    stream += 2;
    streams[slot] = stream;
    byte[] headers = known ? laterHeaders : firstHeaders;
    known = true;
    frame(out, headers.length, HEADERS, END_HEADERS, stream);
    out.put(headers);
    byte[] message = question.request();
    frame(out, MESSAGE_HEAD + message.length, DATA, END_STREAM, stream);
    out.put(0).putInt(message.length).put(message);
    return question.kind();
  }

  @Override
  public void received(ByteBuffer in, Outgoing out, Answers answers) {
    int got = in.remaining();
    if (filled + got > data.length) {
      data = Arrays.copyOf(data, Math.max(data.length * 2, filled + got));
    }
    in.get(data, filled, got);
    filled += got;
    int at = 0;
    while (filled - at >= FRAME_HEAD) {
      int length = (data[at] & 255) << 16 | (data[at + 1] & 255) << 8 | (data[at + 2] & 255);
      if (filled - at < FRAME_HEAD + length) {
        break;
      }
      frame(at, length, out, answers);
      at += FRAME_HEAD + length;
    }
    System.arraycopy(data, at, data, 0, filled - at);
    filled -= at;
  }

  private void frame(int at, int length, Outgoing out, Answers answers) {
    int type = data[at + 3];
    int flags = data[at + 4];
    int of = ByteBuffer.wrap(data, at + 5, 4).getInt();
    int from = at + FRAME_HEAD;
    switch (type) {
      case DATA -> message(slot(of), from, length, out);
      case HEADERS -> {
        if ((flags & END_STREAM) != 0) {
          answers.answered(slot(of), succeeded(from, from + length, slot(of)));
        }
      }
      case RESET -> answers.answered(slot(of), false);
      case SETTINGS -> {
        if ((flags & ACK) == 0) {
          frame(out, 0, SETTINGS, ACK, 0);
        }
      }
      case PING -> {
        if ((flags & ACK) == 0) {
          frame(out, 8, PING, ACK, 0);
          out.put(Arrays.copyOfRange(data, from, from + 8));
        }
      }
      case GO_AWAY -> throw new IllegalStateException("the server closes the connection");
      default -> {} // nothing that a caller must know
    }
  }

  private void message(int slot, int from, int length, Outgoing out) {
    if (lengths[slot] + length > messages[slot].length) {
      messages[slot] = Arrays.copyOf(messages[slot], 2 * (lengths[slot] + length));
    }
    System.arraycopy(data, from, messages[slot], lengths[slot], length);
    lengths[slot] += length;
    unacknowledged += length;
    if (unacknowledged > REFILL) {
      frame(out, 4, WINDOW_UPDATE, 0, 0);
      out.putInt((int) unacknowledged);
      unacknowledged = 0;
    }
  }

  private boolean succeeded(int from, int to, int slot) {
    int status = Bytes.find(data, from, to, STATUS);
    int value = status + STATUS.length;
    return status >= 0
        && data[value] == 1
        && data[value + 1] == '0'
        && lengths[slot] >= MESSAGE_HEAD
        && asked[slot].check().right(200, messages[slot], MESSAGE_HEAD, lengths[slot]);
  }

  private int slot(int of) {
    for (int slot = 0; slot < slots; slot++) {
      if (streams[slot] == of) {
        return slot;
      }
    }
    throw new IllegalStateException("an answer to a request that was not made");
  }

  private static void frame(Outgoing out, int length, int type, int flags, int of) {
    out.put(length >> 16).put(length >> 8).put(length).put(type).put(flags).putInt(of);
  }

  private static void setting(Outgoing out, int name, int value) {
    out.put(name >> 8).put(name).putInt(value);
  }
}

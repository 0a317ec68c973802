package io.salus.gateway.fhir;

import io.vertx.core.buffer.Buffer;

/** JSON with line breaks and indents. Everything else stays byte for byte, digits above all. */
final class PrettyJson {
  private final Buffer out;
  private int depth;

  private PrettyJson(int size) {
    out = Buffer.buffer(size + size / 2);
  }

  /** The same JSON; what is in strings is not looked at. */
  static Buffer of(Buffer json) {
    PrettyJson pretty = new PrettyJson(json.length());
    byte[] bytes = json.getBytes();
    boolean text = false;
    for (int i = 0; i < bytes.length; i++) {
      byte b = bytes[i];
      if (text) {
        pretty.out.appendByte(b);
        if (b == '\\' && i + 1 < bytes.length) {
          pretty.out.appendByte(bytes[++i]);
        } else if (b == '"') {
          text = false;
        }
      } else if (b == '"') {
        pretty.out.appendByte(b);
        text = true;
      } else {
        pretty.sign(b, i + 1 < bytes.length ? bytes[i + 1] : (byte) ' ');
      }
    }
    return pretty.out;
  }

  private void sign(byte b, byte next) {
    switch (b) {
      case ' ', '\n', '\r', '\t' -> {}
      case '{', '[' -> {
        out.appendByte(b);
        depth++;
        if (next != '}' && next != ']') {
          line();
        }
      }
      case '}', ']' -> {
        depth--;
        byte last = out.getByte(out.length() - 1);
        if (last != '{' && last != '[') {
          line();
        }
        out.appendByte(b);
      }
      case ',' -> {
        out.appendByte(b);
        line();
      }
      case ':' -> out.appendString(": ");
      default -> out.appendByte(b);
    }
  }

  private void line() {
    out.appendByte((byte) '\n');
    for (int i = 0; i < depth; i++) {
      out.appendString("  ");
    }
  }
}

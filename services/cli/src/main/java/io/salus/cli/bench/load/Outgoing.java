package io.salus.cli.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Bytes that wait to be sent on one connection. */
final class Outgoing {
  private ByteBuffer bytes = ByteBuffer.allocateDirect(16 * 1024);

  Outgoing put(byte[] content) {
    room(content.length).put(content);
    return this;
  }

  Outgoing put(int oneByte) {
    room(1).put((byte) oneByte);
    return this;
  }

  /** Four bytes, the highest first. */
  Outgoing putInt(int value) {
    room(4).putInt(value);
    return this;
  }

  /** Sends what the connection takes now; true when nothing is left. */
  boolean flush(SocketChannel channel) throws IOException {
    if (bytes.position() == 0) {
      return true;
    }
    bytes.flip();
    channel.write(bytes);
    bytes.compact();
    return bytes.position() == 0;
  }

  private ByteBuffer room(int length) {
    if (bytes.remaining() < length) {
      int needed = Math.max(bytes.capacity() * 2, bytes.position() + length);
      bytes = ByteBuffer.allocateDirect(needed).put(bytes.flip());
    }
    return bytes;
  }
}

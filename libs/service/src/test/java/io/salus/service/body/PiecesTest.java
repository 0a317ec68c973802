package io.salus.service.body;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.buffer.impl.BufferImpl;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PiecesTest {
  private static String text(Pieces pieces) {
    ByteBuffer bytes = pieces.bytes();
    return new String(
        bytes.array(),
        bytes.arrayOffset() + bytes.position(),
        bytes.remaining(),
        StandardCharsets.UTF_8);
  }

  @Test
  void isWhatCameInOrder() {
    Pieces pieces = new Pieces(10);
    assertEquals("", text(pieces));
    Buffer first = Buffer.buffer("abc");
    assertTrue(pieces.add(first));
    assertEquals("abc", text(pieces));
    assertTrue(pieces.add(Buffer.buffer("defg")));
    assertTrue(pieces.add(Buffer.buffer("hij")));
    assertEquals("abcdefghij", text(pieces));
    assertEquals("abc", first.toString());
  }

  @Test
  void takesMemoryOfAnyKind() {
    Pieces pieces = new Pieces(10);
    pieces.add(BufferImpl.buffer(Unpooled.wrappedBuffer(new byte[] {'x', 'a', 'b'}, 1, 2)));
    assertEquals("ab", text(pieces));
    Pieces direct = new Pieces(10);
    direct.add(BufferImpl.buffer(Unpooled.directBuffer().writeByte('c')));
    assertEquals("c", text(direct));
  }

  @Test
  void keepsNothingOfWhatIsTooLarge() {
    Pieces pieces = new Pieces(4);
    assertTrue(pieces.add(Buffer.buffer("abcd")));
    assertFalse(pieces.add(Buffer.buffer("e")));
    assertFalse(pieces.add(Buffer.buffer("")));
    assertEquals("", text(pieces));
  }
}

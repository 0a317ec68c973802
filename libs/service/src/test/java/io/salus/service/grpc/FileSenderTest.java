package io.salus.service.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.grpc.stub.ServerCallStreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FileSenderTest {
  private static final byte[] BYTES = new byte[300_000];

  static {
    new Random(1).nextBytes(BYTES);
  }

  private final Client client = new Client();
  private final Source file = new Source(BYTES);

  @Test
  void sendsNothingThatTheClientDoesNotTake() {
    client.takes = 2;
    FileSender.send(file, client, piece -> piece);
    assertEquals(2, client.pieces.size());
    assertTrue(file.available() > 0, "what is not taken is not read");

    client.takes = 1;
    client.onReady.run();
    assertEquals(3, client.pieces.size());
    client.takes = Integer.MAX_VALUE;
    client.onReady.run();

    assertEquals(ByteString.copyFrom(BYTES), ByteString.copyFrom(client.pieces));
    assertTrue(client.completed && file.closed);
  }

  @Test
  void closesTheFileOfAClientThatGoes() {
    client.takes = 1;
    FileSender.send(file, client, piece -> piece);

    client.onCancel.run();
    client.takes = 10;
    client.onReady.run();

    assertTrue(file.closed);
    assertEquals(1, client.pieces.size());
  }

  private static final class Source extends ByteArrayInputStream {
    private boolean closed;

    Source(byte[] bytes) {
      super(bytes);
    }

    @Override
    public void close() throws IOException {
      closed = true;
      super.close();
    }
  }

  /** A client that takes so many pieces until it is asked again. */
  private static final class Client extends ServerCallStreamObserver<ByteString> {
    private final List<ByteString> pieces = new ArrayList<>();
    private Runnable onReady = () -> {};
    private Runnable onCancel = () -> {};
    private int takes;
    private boolean completed;

    @Override
    public boolean isReady() {
      return takes > 0;
    }

    @Override
    public void onNext(ByteString piece) {
      takes--;
      pieces.add(piece);
    }

    @Override
    public void onCompleted() {
      completed = true;
    }

    @Override
    public void onError(Throwable failure) {
      throw new AssertionError(failure);
    }

    @Override
    public void setOnReadyHandler(Runnable handler) {
      onReady = handler;
    }

    @Override
    public void setOnCancelHandler(Runnable handler) {
      onCancel = handler;
    }

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public void setCompression(String compression) {}

    @Override
    public void disableAutoInboundFlowControl() {}

    @Override
    public void request(int count) {}

    @Override
    public void setMessageCompression(boolean enable) {}
  }
}

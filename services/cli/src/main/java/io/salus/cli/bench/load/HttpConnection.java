package io.salus.cli.bench.load;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * One kept-alive HTTP/1.1 connection of one thread. It does little, because the load generator
 * shares the cores with what it measures; it knows answers with a Content-Length only.
 */
public final class HttpConnection implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 30_000;

  private final int port;
  private final String token;
  private Socket socket = new Socket();
  private byte[] buffer = new byte[64 * 1024];

  public HttpConnection(int port, String token) {
    this.port = port;
    this.token = token;
  }

  /**
   * @param body one character a byte
   */
  public record Answer(int status, String body) {}

  /** Sends a request; an empty body is left out. A connection that failed is opened anew. */
  public Answer send(String method, String path, String body) throws IOException {
    try {
      if (!socket.isConnected() || socket.isClosed()) {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
      }
      byte[] content = body.getBytes(StandardCharsets.UTF_8);
      String head =
          method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + token;
      String type =
          content.length == 0
              ? ""
              : "\r\nContent-Type: application/json\r\nContent-Length: " + content.length;
      byte[] first = (head + type + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
      byte[] request = Arrays.copyOf(first, first.length + content.length);
      System.arraycopy(content, 0, request, first.length, content.length);
      socket.getOutputStream().write(request);
      return read(socket.getInputStream());
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private Answer read(InputStream in) throws IOException {
    int filled = 0;
    int bodyAt = -1;
    int length = 0;
    int status = 0;
    while (bodyAt < 0 || filled < bodyAt + length) {
      if (filled == buffer.length) {
        buffer = Arrays.copyOf(buffer, buffer.length * 2);
      }
      int got = in.read(buffer, filled, buffer.length - filled);
      if (got < 0) {
        throw new EOFException("closed");
      }
      filled += got;
      if (bodyAt < 0) {
        String text = new String(buffer, 0, filled, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end >= 0) {
          bodyAt = end + 4;
          status = Integer.parseInt(text, 9, 12, 10);
          length = contentLength(text.substring(0, end));
        }
      }
    }
    return new Answer(status, new String(buffer, bodyAt, length, StandardCharsets.ISO_8859_1));
  }

  private static int contentLength(String head) throws IOException {
    String name = "\r\ncontent-length:";
    int at = head.toLowerCase(Locale.ROOT).indexOf(name);
    if (at < 0) {
      throw new IOException("no Content-Length");
    }
    int end = head.indexOf('\r', at + name.length());
    return Integer.parseInt(
        head.substring(at + name.length(), end < 0 ? head.length() : end).strip());
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

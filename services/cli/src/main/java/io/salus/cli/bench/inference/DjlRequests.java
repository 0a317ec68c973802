package io.salus.cli.bench.inference;

import io.salus.cli.bench.load.Question;
import io.salus.cli.bench.load.Questions;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The same rows for DJL Serving, which has an address of its own for predictions and takes lists of
 * arrays in DJL's own bytes. Its answer ends with the array's element, as ours does, and must be
 * what Salus answers.
 *
 * @param base address of the server
 * @param served name of the model there
 * @param batched whether the server puts rows together: then a row is no batch of one
 */
record DjlRequests(InferRequests ours, String base, String served, boolean batched) {
  Questions questions() throws IOException {
    return ours.questions(
        (row, right) ->
            new Question(
                0,
                request(row),
                (status, data, from, to) ->
                    status == 200 && right.near(InferRequests.last(data, to))));
  }

  private byte[] request(float[] row) {
    List<Long> shape = new ArrayList<>(ours.model().row());
    if (!batched) {
      shape.addFirst(1L);
    }
    byte[] body = list(row, shape);
    URI uri = URI.create(base);
    String head =
        "POST /predictions/"
            + served
            + " HTTP/1.1\r\nHost: "
            + uri.getHost()
            + "\r\nContent-Type: tensor/ndlist\r\nContent-Length: "
            + body.length
            + "\r\n\r\n";
    byte[] first = head.getBytes(StandardCharsets.US_ASCII);
    byte[] request = Arrays.copyOf(first, first.length + body.length);
    System.arraycopy(body, 0, request, first.length, body.length);
    return request;
  }

  /** One array, as {@code NDList.encode} of DJL writes it. */
  static byte[] list(float[] row, List<Long> shape) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(1);
      out.writeUTF("NDAR");
      out.writeInt(3);
      out.writeByte(0); // no name
      out.writeUTF("DENSE");
      out.writeUTF("FLOAT32");
      out.writeInt(shape.size());
      for (long size : shape) {
        out.writeLong(size);
      }
      out.writeInt(shape.size());
      for (int i = 0; i < shape.size(); i++) {
        out.writeChar('?'); // what the dimension means is not said
      }
      out.writeByte('<');
      byte[] elements = Wire.littleEndian(row);
      out.writeInt(elements.length);
      out.write(elements);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}

package io.salus.inference;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.salus.inference.artefact.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Model files made here, so that they can be read: each answers {@code y} with {@code x + x}. */
final class TestModels {
  private TestModels() {}

  interface Fields {
    void write(CodedOutputStream out) throws IOException;
  }

  static ByteString message(Fields fields) throws IOException {
    ByteString.Output bytes = ByteString.newOutput();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    fields.write(out);
    out.flush();
    return bytes.toByteString();
  }

  /** ONNX (onnx.proto, IR version 8): FP32 of any rows by two. */
  static byte[] onnx() throws IOException {
    ByteString node =
        message(
            out -> {
              out.writeString(1, "x");
              out.writeString(1, "x");
              out.writeString(2, "y");
              out.writeString(4, "Add");
            });
    ByteString graph =
        message(
            out -> {
              out.writeBytes(1, node);
              out.writeString(2, "twice");
              out.writeBytes(11, value("x"));
              out.writeBytes(12, value("y"));
            });
    return message(
            out -> {
              out.writeInt64(1, 8);
              out.writeBytes(7, graph);
              out.writeBytes(8, message(opset -> opset.writeInt64(2, 13)));
            })
        .toByteArray();
  }

  private static ByteString value(String name) throws IOException {
    ByteString rows = message(dim -> dim.writeString(2, "n"));
    ByteString columns = message(dim -> dim.writeInt64(1, 2));
    ByteString shape =
        message(
            out -> {
              out.writeBytes(1, rows);
              out.writeBytes(1, columns);
            });
    ByteString tensor =
        message(
            out -> {
              out.writeInt32(1, 1);
              out.writeBytes(2, shape);
            });
    ByteString type = message(out -> out.writeBytes(1, tensor));
    return message(
        out -> {
          out.writeString(1, name);
          out.writeBytes(2, type);
        });
  }

  /** A TorchScript archive: source text, and a pickle of a module without parameters. */
  static byte[] torchScript(String result) throws IOException {
    ByteArrayOutputStream pickle = new ByteArrayOutputStream();
    pickle.writeBytes(
        "\u0080\u0002c__torch__\nM\n)\u0081}(X".getBytes(StandardCharsets.ISO_8859_1));
    pickle.writeBytes(new byte[] {8, 0, 0, 0});
    pickle.writeBytes("training\u0089ub.".getBytes(StandardCharsets.ISO_8859_1));
    String code =
        """
        class M(Module):
          __parameters__ = []
          __buffers__ = []
          training : bool
          def forward(self: __torch__.M,
            x: Tensor) -> Tensor:
            return %s
        """
            .formatted(result);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      stored(zip, "m/data.pkl", pickle.toByteArray());
      stored(zip, "m/code/__torch__.py", code.getBytes(StandardCharsets.UTF_8));
      stored(zip, "m/constants.pkl", "\u0080\u0002).".getBytes(StandardCharsets.ISO_8859_1));
      stored(zip, "m/version", "3\n".getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static void stored(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    CRC32 crc = new CRC32();
    crc.update(bytes);
    // The same bytes whenever it is made: its hash is approved.
    entry.setTimeLocal(LocalDateTime.of(2026, 1, 1, 0, 0));
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }

  /** Writes a version: its file, and a manifest of FP32 of any rows by two. */
  static void write(Path version, String engine, byte[] file, String more) throws IOException {
    Files.createDirectories(version);
    Files.write(version.resolve("model.bin"), file);
    Files.writeString(
        version.resolve("manifest.json"),
        """
        {"engine": "%s", "file": "model.bin", "sha256": "%s", "bytes": %d,
         "inputs": [{"name": "x", "datatype": "FP32", "shape": [-1, 2]}],
         "outputs": [{"name": "y", "datatype": "FP32", "shape": [-1, 2]}]%s}"""
            .formatted(engine, Sha256.of(file), file.length, more));
  }
}

package io.salus.inference.repository;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.salus.inference.tensor.Datatype;
import io.salus.inference.tensor.Shape;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestReaderTest {
  private static final String WHOLE =
      """
      {"engine": "onnx", "file": "model.onnx", "bytes": 12,
       "sha256": "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
       "inputs": [{"name": "x", "datatype": "FP32", "shape": [-1, 4], "nullable": true}],
       "outputs": [{"name": "y", "datatype": "FP64", "shape": [-1, 1]}],
       "batching": {"largest": 24, "queue": 99}, "warm_up": 3, "record": "none"}""";

  private static Manifest read(String json) {
    return ManifestReader.read(json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void saysWhatAModelIs() {
    Manifest manifest = read(WHOLE);

    assertEquals(EngineKind.ONNX, manifest.engine());
    assertEquals(
        new TensorSpec("x", Datatype.FP32, Shape.of(-1, 4), true), manifest.inputs().getFirst());
    assertEquals(new Batching(24, List.of(1, 2, 4, 8, 16, 24), 99), manifest.batching());
    assertEquals(3, manifest.warmUps());
    assertFalse(manifest.record());
  }

  @Test
  void batchesArePaddedToTheNextBucket() {
    Batching batching = read(WHOLE).batching();

    assertEquals(1, batching.bucket(1));
    assertEquals(16, batching.bucket(9));
    assertEquals(24, batching.bucket(17));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      textBlock =
          """
          "onnx" | "pickle" | engine
          "model.onnx" | "../model.onnx" | file
          "model.onnx" | "manifest.json" | file
          "bytes": 12 | "bytes": 0 | bytes
          0123456789abcdef"| 0123456789ABCDEF" | sha256
          "FP64" | "FP80" | datatype
          [-1, 4] | [-1, 0] | shape
          [-1, 4] | [2, 4] | -1 as the first size of x
          "queue": 99 | "buckets": [8, 4] | ascend
          "queue": 99 | "buckets": [1, 8] | largest
          "warm_up": 3 | "warm_up": -1 | warm_up
          "record": "none" | "record": "some" | record
          "record": "none" | "gpu": 1 | gpu
          "queue": 99 | "delay": 99 | delay
          """)
  void refusesWhatItCannotKeep(String right, String wrong, String named) {
    String changed = WHOLE.replace(right.trim(), wrong.trim());
    assertFalse(changed.equals(WHOLE), right);

    String why =
        String.valueOf(
            assertThrows(UnusableModelException.class, () -> read(changed)).getMessage());

    assertTrue(why.contains(named.trim()), why);
  }
}

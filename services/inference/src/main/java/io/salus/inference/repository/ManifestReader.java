package io.salus.inference.repository;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.salus.inference.tensor.Datatype;
import io.salus.inference.tensor.Shape;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads manifests, and refuses what it does not know or cannot keep. */
final class ManifestReader {
  private static final Pattern FILE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
  private static final int MOST_WARM_UPS = 100;
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

  private ManifestReader() {}

  @JsonNaming(SnakeCaseStrategy.class)
  private record Written(
      @Nullable String engine,
      @Nullable String file,
      @Nullable String sha256,
      long bytes,
      @Nullable List<WrittenTensor> inputs,
      @Nullable List<WrittenTensor> outputs,
      @Nullable WrittenBatching batching,
      @Nullable Integer warmUp,
      @Nullable String record) {}

  private record WrittenTensor(
      @Nullable String name,
      @Nullable String datatype,
      @Nullable List<Long> shape,
      boolean nullable) {}

  private record WrittenBatching(
      int largest, @Nullable List<Integer> buckets, @Nullable Integer queue) {}

  /** Throws {@link UnusableModelException}, which says what is wrong. */
  static Manifest read(byte[] json) {
    try {
      return manifest(JSON.readValue(json, Written.class));
    } catch (JsonMappingException e) {
      throw new UnusableModelException(
          "the manifest does not fit at " + e.getPathReference().replaceAll("[\\w.]+\\$", ""), e);
    } catch (JsonProcessingException e) {
      throw new UnusableModelException("the manifest is no JSON", e);
    } catch (IOException e) {
      throw new UnusableModelException("the manifest cannot be read", e);
    }
  }

  private static Manifest manifest(Written written) {
    EngineKind engine = EngineKind.of(String.valueOf(written.engine()));
    if (engine == null) {
      throw wrong("engine must be torchscript, onnx, salus or identity");
    }
    boolean needsFile = engine != EngineKind.IDENTITY;
    String file = written.file() == null ? "" : written.file();
    String sha256 = written.sha256() == null ? "" : written.sha256();
    if (needsFile && (!FILE.matcher(file).matches() || file.equals("manifest.json"))) {
      throw wrong("file must name the model's file beside the manifest");
    }
    if (needsFile && (!HASH.matcher(sha256).matches() || written.bytes() <= 0)) {
      throw wrong("sha256 (hex) and bytes must be those of the file");
    }
    List<TensorSpec> inputs = tensors(written.inputs(), "inputs");
    List<TensorSpec> outputs = tensors(written.outputs(), "outputs");
    if (engine == EngineKind.IDENTITY && !sameTypes(inputs, outputs)) {
      throw wrong("outputs of the engine identity have the datatypes and shapes of its inputs");
    }
    int warmUps = written.warmUp() == null ? 1 : written.warmUp();
    if (warmUps < 0 || warmUps > MOST_WARM_UPS) {
      throw wrong("warm_up must be 0 to " + MOST_WARM_UPS);
    }
    return new Manifest(
        engine,
        file,
        sha256,
        written.bytes(),
        inputs,
        outputs,
        batching(written.batching(), inputs, outputs),
        warmUps,
        record(written.record()));
  }

  private static boolean record(@Nullable String record) {
    return switch (record) {
      case null -> false;
      case "none" -> false;
      case "all" -> true;
      default -> throw wrong("record must be none or all");
    };
  }

  private static List<TensorSpec> tensors(@Nullable List<WrittenTensor> written, String place) {
    if (written == null || written.isEmpty()) {
      throw wrong(place + " must name at least one tensor");
    }
    Set<String> names = new HashSet<>();
    return written.stream()
        .map(
            tensor -> {
              TensorSpec spec = tensor(tensor, place);
              if (!names.add(spec.name())) {
                throw wrong(place + " name " + spec.name() + " twice");
              }
              return spec;
            })
        .toList();
  }

  private static TensorSpec tensor(WrittenTensor written, String place) {
    String name = written.name();
    Datatype datatype = Datatype.of(String.valueOf(written.datatype()));
    List<Long> shape = written.shape();
    if (name == null || name.isBlank() || datatype == null || shape == null) {
      throw wrong("a tensor of " + place + " needs a name, a datatype of the protocol and a shape");
    }
    if (shape.stream().anyMatch(size -> size < -1 || size == 0)) {
      throw wrong("the shape of " + name + " has a size that is neither positive nor -1");
    }
    return new TensorSpec(name, datatype, Shape.of(shape), written.nullable());
  }

  private static Batching batching(
      @Nullable WrittenBatching written, List<TensorSpec> inputs, List<TensorSpec> outputs) {
    if (written == null) {
      return Batching.none(Batching.DEFAULT_QUEUE);
    }
    int queue = written.queue() == null ? Batching.DEFAULT_QUEUE : written.queue();
    int largest = written.largest();
    if (largest < 0 || largest > Batching.MOST || queue < 1) {
      throw wrong("batching needs largest from 0 to " + Batching.MOST + " and a queue from 1");
    }
    if (largest == 0) {
      return Batching.none(queue);
    }
    for (List<TensorSpec> tensors : List.of(inputs, outputs)) {
      for (TensorSpec tensor : tensors) {
        if (tensor.shape().dimensions() == 0 || tensor.shape().size(0) != -1) {
          throw wrong("batching needs -1 as the first size of " + tensor.name());
        }
      }
    }
    List<Integer> buckets = written.buckets();
    if (buckets == null) {
      return Batching.upTo(largest, queue);
    }
    boolean ascending = true;
    for (int i = 1; i < buckets.size(); i++) {
      ascending &= buckets.get(i - 1) < buckets.get(i);
    }
    if (buckets.isEmpty() || !ascending || buckets.getFirst() < 1 || buckets.getLast() != largest) {
      throw wrong("buckets must ascend from 1 or more and end with largest");
    }
    return new Batching(largest, buckets, queue);
  }

  private static boolean sameTypes(List<TensorSpec> inputs, List<TensorSpec> outputs) {
    if (inputs.size() != outputs.size()) {
      return false;
    }
    for (int i = 0; i < inputs.size(); i++) {
      if (inputs.get(i).datatype() != outputs.get(i).datatype()
          || !inputs.get(i).shape().equals(outputs.get(i).shape())) {
        return false;
      }
    }
    return true;
  }

  private static UnusableModelException wrong(String what) {
    return new UnusableModelException("in the manifest, " + what);
  }
}

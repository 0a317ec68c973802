package io.salus.records.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.luben.zstd.ZstdDictTrainer;
import io.salus.service.id.TimeOrderedId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Makes the dictionary that bodies are compressed with from a folder of synthetic Bundles. Run by
 * hand; a dictionary that has been released is never made again, since bodies need theirs.
 */
final class TrainDictionary {
  private static final int SIZE = 128 << 10;
  private static final int SAMPLES = 24 << 20;

  private TrainDictionary() {}

  /**
   * @param args a folder of transaction Bundles, and the file to write
   */
  public static void main(String[] args) throws IOException {
    List<byte[]> samples = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of(args[0]))) {
      for (Path file : files.sorted().toList()) {
        samples.addAll(bodies(Files.readString(file)));
      }
    }
    java.util.Collections.shuffle(samples, new Random(1));
    ZstdDictTrainer trainer = new ZstdDictTrainer(SAMPLES, SIZE, 3);
    int taken = 0;
    for (byte[] sample : samples) {
      if (sample.length < 8192 && trainer.addSample(sample)) {
        taken++;
      }
    }
    byte[] dictionary = trainer.trainSamples();
    Files.write(Path.of(args[1]), dictionary);
    System.out.println(
        dictionary.length + " bytes from " + taken + " of " + samples.size() + " resources");
  }

  /** As they are stored: with references to ids. */
  private static List<byte[]> bodies(String bundle) {
    Map<String, String> references = new HashMap<>();
    ObjectNode parsed = Json.parse(bundle.getBytes(StandardCharsets.UTF_8));
    for (JsonNode entry : parsed.path("entry")) {
      references.put(
          entry.path("fullUrl").asText(),
          entry.at("/resource/resourceType").asText() + "/" + TimeOrderedId.next());
    }
    List<byte[]> bodies = new ArrayList<>();
    for (JsonNode entry : parsed.path("entry")) {
      resolve(entry.path("resource"), references);
      bodies.add(Body.tail((ObjectNode) entry.path("resource")));
    }
    return bodies;
  }

  private static void resolve(JsonNode node, Map<String, String> references) {
    if (node instanceof ObjectNode object && object.path("reference").isTextual()) {
      String reference = object.path("reference").textValue();
      int condition = reference.indexOf('?');
      object.put(
          "reference",
          condition > 0
              ? reference.substring(0, condition) + "/" + TimeOrderedId.next()
              : references.getOrDefault(reference, reference));
    }
    node.forEach(child -> resolve(child, references));
  }
}

package io.salus.inference.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.inference.batching.Statistics;
import io.salus.inference.batching.Ticket;
import io.salus.inference.repository.Manifest;
import io.salus.inference.repository.TensorSpec;
import io.salus.inference.serving.ModelInfo;
import io.salus.inference.serving.RepositoryIndex;
import io.salus.inference.serving.ServerInfo;
import io.salus.inference.tensor.Datatype;
import java.util.Arrays;
import java.util.List;

/** What is known of the server and its models, as the protocol and its extensions write it. */
final class ModelJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ModelJson() {}

  static RestAnswer server(String version) {
    ObjectNode json = NODES.objectNode().put("name", ServerInfo.NAME).put("version", version);
    ArrayNode extensions = json.putArray("extensions");
    ServerInfo.EXTENSIONS.forEach(extensions::add);
    return RestAnswer.json(200, json.toString());
  }

  static RestAnswer ready(String name, boolean ready) {
    return RestAnswer.json(
        ready ? 200 : 503, NODES.objectNode().put("name", name).put("ready", ready).toString());
  }

  static RestAnswer metadata(ModelInfo.Description model) {
    ObjectNode json = NODES.objectNode().put("name", model.name());
    ArrayNode versions = json.putArray("versions");
    model.versions().forEach(versions::add);
    json.put("platform", model.platform());
    ArrayNode inputs = json.putArray("inputs");
    model.manifest().inputs().forEach(spec -> inputs.add(tensor(spec)));
    ArrayNode outputs = json.putArray("outputs");
    model.manifest().outputs().forEach(spec -> outputs.add(tensor(spec)));
    return RestAnswer.json(200, json.toString());
  }

  private static ObjectNode tensor(TensorSpec spec) {
    ObjectNode json =
        NODES.objectNode().put("name", spec.name()).put("datatype", spec.datatype().name());
    ArrayNode shape = json.putArray("shape");
    Arrays.stream(spec.shape().toArray()).forEach(shape::add);
    return json;
  }

  static RestAnswer config(ModelInfo.Description model) {
    Manifest manifest = model.manifest();
    boolean together = manifest.batching().together();
    ObjectNode json =
        NODES
            .objectNode()
            .put("name", model.name())
            .put("platform", model.platform())
            .put("backend", manifest.engine().key())
            .put("max_batch_size", manifest.batching().largest())
            .put("default_model_filename", manifest.file());
    ArrayNode inputs = json.putArray("input");
    manifest.inputs().forEach(spec -> inputs.add(configured(spec, together)));
    ArrayNode outputs = json.putArray("output");
    manifest.outputs().forEach(spec -> outputs.add(configured(spec, together)));
    if (together) {
      ObjectNode dynamic = json.putObject("dynamic_batching");
      ArrayNode sizes = dynamic.putArray("preferred_batch_size");
      manifest.batching().buckets().forEach(sizes::add);
      dynamic.put("max_queue_delay_microseconds", 0);
      dynamic.put("priority_levels", Ticket.LOWEST);
      dynamic.put("default_priority_level", Ticket.USUAL);
    }
    return RestAnswer.json(200, json.toString());
  }

  private static ObjectNode configured(TensorSpec spec, boolean together) {
    ObjectNode json =
        NODES
            .objectNode()
            .put("name", spec.name())
            .put(
                "data_type",
                "TYPE_" + (spec.datatype() == Datatype.BYTES ? "STRING" : spec.datatype().name()));
    ArrayNode dims = json.putArray("dims");
    Arrays.stream(spec.shape().toArray()).skip(together ? 1 : 0).forEach(dims::add);
    return json;
  }

  static RestAnswer statistics(List<ModelInfo.Figures> models) {
    ObjectNode json = NODES.objectNode();
    ArrayNode stats = json.putArray("model_stats");
    for (ModelInfo.Figures model : models) {
      Statistics figures = model.statistics();
      ObjectNode one =
          stats
              .addObject()
              .put("name", model.name())
              .put("version", model.version())
              .put("last_inference", figures.last())
              .put("inference_count", figures.rows())
              .put("execution_count", figures.executions());
      ObjectNode inference = one.putObject("inference_stats");
      duration(inference, "success", figures.success());
      duration(inference, "fail", figures.failure());
      duration(inference, "queue", figures.queue());
      duration(inference, "compute_input", figures.input());
      duration(inference, "compute_infer", figures.infer());
      duration(inference, "compute_output", figures.output());
      inference.putObject("cache_hit").put("count", 0).put("ns", 0);
      inference.putObject("cache_miss").put("count", 0).put("ns", 0);
      ArrayNode batches = one.putArray("batch_stats");
      figures
          .batches()
          .forEach(
              (rows, batch) -> {
                ObjectNode size = batches.addObject().put("batch_size", rows);
                duration(size, "compute_input", batch.input());
                duration(size, "compute_infer", batch.infer());
                duration(size, "compute_output", batch.output());
              });
    }
    return RestAnswer.json(200, json.toString());
  }

  private static void duration(ObjectNode json, String name, Statistics.Sum sum) {
    json.putObject(name).put("count", sum.count()).put("ns", sum.nanos());
  }

  static RestAnswer index(List<RepositoryIndex.Entry> entries) {
    ArrayNode json = NODES.arrayNode();
    for (RepositoryIndex.Entry entry : entries) {
      json.addObject()
          .put("name", entry.name())
          .put("version", entry.version())
          .put("state", entry.ready() ? "READY" : "UNAVAILABLE")
          .put("reason", entry.reason());
    }
    return RestAnswer.json(200, json.toString());
  }
}

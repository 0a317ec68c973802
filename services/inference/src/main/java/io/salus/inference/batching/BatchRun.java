package io.salus.inference.batching;

import io.salus.inference.engine.EngineModel;
import io.salus.inference.repository.Batching;
import io.salus.inference.tensor.Tensor;
import io.salus.service.errors.AppException.Busy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Puts requests together, computes them, and gives each its own rows. */
final class BatchRun {
  private final EngineModel model;
  private final Batching batching;
  private final Statistics statistics;

  BatchRun(EngineModel model, Batching batching, Statistics statistics) {
    this.model = model;
    this.batching = batching;
    this.statistics = statistics;
  }

  /**
   * Nanoseconds that the engine took for each request. Never throws: what goes wrong ends the
   * requests it is about.
   */
  double run(List<Ticket> batch) {
    long began = System.nanoTime();
    try {
      return (double) compute(batch, began) / batch.size();
    } catch (Throwable e) {
      if (batch.size() == 1) {
        statistics.failed(batch.getFirst().queuedAt());
        batch.getFirst().fail(reason(e));
      } else {
        // One request must not take its neighbours with it.
        batch.forEach(ticket -> run(List.of(ticket)));
      }
    }
    return (double) (System.nanoTime() - began) / batch.size();
  }

  private static Throwable reason(Throwable failure) {
    return failure instanceof OutOfMemoryError
        ? new Busy("There is not enough memory for this request now.", Duration.ofSeconds(1))
        : failure;
  }

  private long compute(List<Ticket> batch, long began) {
    List<List<Tensor>> inputs = new ArrayList<>(batch.size());
    int rows = 0;
    for (Ticket ticket : batch) {
      inputs.add(ticket.inputs());
      rows += ticket.rows();
    }
    Timing timing = new Timing();
    List<Tensor> outputs =
        batching.together() ? together(inputs, rows, timing) : alone(inputs.getFirst(), timing);
    long computed = System.nanoTime();
    List<List<Tensor>> answers = split(batch, outputs, rows);
    long taken = System.nanoTime();
    statistics.ran(
        rows, batch.size(), timing.input, timing.infer, timing.output + taken - computed);
    int bucket = batching.together() ? Math.min(batching.bucket(rows), batching.largest()) : 0;
    int from = 0;
    for (int i = 0; i < batch.size(); i++) {
      batch.get(i).placed(bucket, from);
      from += batch.get(i).rows();
      statistics.answered(began - batch.get(i).queuedAt(), taken - batch.get(i).queuedAt());
      batch.get(i).answer(answers.get(i));
    }
    return timing.infer;
  }

  private List<Tensor> alone(List<Tensor> inputs, Timing timing) {
    long before = System.nanoTime();
    List<Tensor> outputs = model.run(inputs);
    timing.infer += System.nanoTime() - before;
    return outputs;
  }

  /** Rows in batches of the largest size at most, each padded to its bucket. */
  private List<Tensor> together(List<List<Tensor>> inputs, int rows, Timing timing) {
    long before = System.nanoTime();
    int bucket = batching.bucket(rows);
    if (rows <= batching.largest()) {
      List<Tensor> joined =
          inputs.size() == 1 && bucket == rows ? inputs.getFirst() : Rows.join(inputs, bucket);
      timing.input += System.nanoTime() - before;
      return requireRows(alone(joined, timing), bucket);
    }
    // Only a single request can have more rows than a batch.
    return Rows.inParts(
        inputs.getFirst(),
        rows,
        batching.largest(),
        batching,
        part -> requireRows(alone(part, timing), (int) part.getFirst().shape().size(0)));
  }

  /** A model that gives other rows than it got cannot be batched: whose are they? */
  private static List<Tensor> requireRows(List<Tensor> outputs, int rows) {
    for (Tensor output : outputs) {
      if (output.shape().dimensions() == 0 || output.shape().size(0) != rows) {
        throw new IllegalStateException("a batched model gave another number of rows");
      }
    }
    return outputs;
  }

  private List<List<Tensor>> split(List<Ticket> batch, List<Tensor> outputs, int rows) {
    if (!batching.together() || (batch.size() == 1 && outputs.getFirst().shape().size(0) == rows)) {
      return List.of(outputs);
    }
    List<List<Tensor>> answers = new ArrayList<>(batch.size());
    int from = 0;
    for (Ticket ticket : batch) {
      answers.add(Rows.slice(outputs, from, from + ticket.rows()));
      from += ticket.rows();
    }
    return answers;
  }

  private static final class Timing {
    private long input;
    private long infer;
    private long output;
  }
}

package io.salus.inference.repository;

import java.util.List;

/**
 * What a version of a model is. Whatever it says is kept or the model is not taken up.
 *
 * @param file name of the model's file beside the manifest; empty for an engine that needs none
 * @param sha256 hash of that file, hex
 * @param bytes size of that file
 * @param warmUps runs of every bucket before the first request
 * @param record whether raw calls are stored
 */
public record Manifest(
    EngineKind engine,
    String file,
    String sha256,
    long bytes,
    List<TensorSpec> inputs,
    List<TensorSpec> outputs,
    Batching batching,
    int warmUps,
    boolean record) {
  public Manifest {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }
}

package io.salus.inference.engine;

import io.salus.inference.repository.Manifest;
import io.salus.inference.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Gives each input back under the name of the output at its place. */
record IdentityModel(Manifest manifest) implements EngineModel {
  @Override
  public List<Tensor> run(List<Tensor> inputs) {
    List<Tensor> outputs = new ArrayList<>(inputs.size());
    for (int i = 0; i < inputs.size(); i++) {
      outputs.add(inputs.get(i).named(manifest.outputs().get(i).name()));
    }
    return outputs;
  }
}

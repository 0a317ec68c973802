package io.salus.inference.serving;

import io.salus.inference.repository.Manifest;
import io.salus.inference.repository.TensorSpec;
import io.salus.inference.tensor.Elements;
import io.salus.inference.tensor.Tensor;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.errors.AppException.TooLarge;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Whether tensors are what a model takes; each refusal names the tensor and never a value. */
final class InputCheck {
  private InputCheck() {}

  /** The inputs in the manifest's order. */
  static List<Tensor> arrange(Manifest manifest, List<Tensor> inputs, int mostRows) {
    List<Tensor> arranged = new ArrayList<>(manifest.inputs().size());
    for (TensorSpec spec : manifest.inputs()) {
      arranged.add(find(spec, inputs));
    }
    if (inputs.size() != arranged.size()) {
      for (Tensor input : inputs) {
        if (manifest.inputs().stream().noneMatch(spec -> spec.name().equals(input.name()))) {
          throw wrong(
              input.name(), "the model has no such input; it has " + names(manifest.inputs()));
        }
      }
    }
    for (int i = 0; i < arranged.size(); i++) {
      check(manifest.inputs().get(i), arranged.get(i), mostRows);
    }
    if (manifest.batching().together()) {
      sameRows(arranged);
    }
    return arranged;
  }

  static String names(List<TensorSpec> specs) {
    return specs.stream().map(spec -> "'" + spec.name() + "'").collect(Collectors.joining(", "));
  }

  private static Tensor find(TensorSpec spec, List<Tensor> inputs) {
    Tensor found = null;
    for (Tensor input : inputs) {
      if (input.name().equals(spec.name())) {
        if (found != null) {
          throw wrong(spec.name(), "is there twice");
        }
        found = input;
      }
    }
    if (found == null) {
      throw wrong(
          spec.name(),
          "is missing"
              + (inputs.isEmpty()
                  ? ""
                  : "; the request has "
                      + inputs.stream()
                          .limit(5)
                          .map(input -> "'" + input.name() + "'")
                          .collect(Collectors.joining(", "))));
    }
    return found;
  }

  private static void check(TensorSpec spec, Tensor tensor, int mostRows) {
    if (tensor.datatype() != spec.datatype()) {
      throw wrong(spec.name(), "its datatype must be " + spec.datatype());
    }
    if (!tensor.shape().fits(spec.shape()) || tensor.shape().elements() == 0) {
      throw wrong(
          spec.name(),
          "its shape must be %s%s, not %s"
              .formatted(
                  spec.shape(),
                  java.util.Arrays.stream(spec.shape().toArray()).anyMatch(size -> size == -1)
                      ? " with any size from 1 for -1"
                      : "",
                  tensor.shape()));
    }
    if (tensor.shape().dimensions() > 0
        && tensor.shape().size(0) > mostRows
        && spec.shape().size(0) == -1) {
      throw new TooLarge("Tensor '" + spec.name() + "' has more than " + mostRows + " rows.");
    }
    String wrong = Elements.wrong(tensor, spec.nullable());
    if (!wrong.isEmpty()) {
      throw wrong(spec.name(), wrong);
    }
  }

  private static void sameRows(List<Tensor> tensors) {
    for (Tensor tensor : tensors) {
      if (tensor.shape().size(0) != tensors.getFirst().shape().size(0)) {
        throw wrong(
            tensor.name(),
            "it has another number of rows than '" + tensors.getFirst().name() + "'");
      }
    }
  }

  static InvalidInput wrong(String tensor, String why) {
    return new InvalidInput("Tensor '" + tensor + "': " + why + ".", tensor);
  }
}

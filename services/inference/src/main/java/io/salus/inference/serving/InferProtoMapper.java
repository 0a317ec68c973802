package io.salus.inference.serving;

import com.google.protobuf.ByteString;
import io.salus.proto.oip.v2.InferTensorContents;
import io.salus.proto.oip.v2.ModelInferRequest;
import io.salus.proto.oip.v2.ModelInferRequest.InferInputTensor;
import io.salus.proto.oip.v2.ModelInferResponse;
import io.salus.proto.oip.v2.ModelInferResponse.InferOutputTensor;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.errors.AppException.TooLarge;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Tensors of the Open Inference Protocol as rows, and back. */
final class InferProtoMapper {
  static final String INPUT = "features";
  static final String OUTPUT = "probability";
  static final String DATATYPE = "FP64";

  private InferProtoMapper() {}

  /**
   * The rows of the request's one tensor. Throws {@link InvalidInput}, which names the tensor.
   *
   * @param width features of the model
   */
  static double[][] rows(ModelInferRequest request, int width, int mostRows) {
    for (InferInputTensor tensor : request.getInputsList()) {
      if (!tensor.getName().equals(INPUT)) {
        throw wrong(tensor.getName(), "the model has no such input; its input is 'features'");
      }
    }
    if (request.getInputsCount() != 1) {
      throw wrong(INPUT, "must be there exactly once, not " + request.getInputsCount() + " times");
    }
    for (var output : request.getOutputsList()) {
      if (!output.getName().equals(OUTPUT)) {
        throw wrong(output.getName(), "the model has no such output; its output is 'probability'");
      }
    }
    InferInputTensor tensor = request.getInputs(0);
    if (!tensor.getDatatype().equals(DATATYPE)) {
      throw wrong(INPUT, "its datatype must be FP64");
    }
    List<Long> shape = tensor.getShapeList();
    if (shape.size() != 2 || shape.get(0) < 1 || shape.get(1) != width) {
      throw wrong(
          INPUT, "its shape must be [rows, " + width + "] with one row or more, not " + shape);
    }
    if (shape.get(0) > mostRows) {
      throw new TooLarge("Tensor 'features' has more than " + mostRows + " rows.");
    }
    return split(elements(request, tensor), Math.toIntExact(shape.get(0)), width);
  }

  private static double[] elements(ModelInferRequest request, InferInputTensor tensor) {
    if (request.getRawInputContentsCount() > 0) {
      if (tensor.hasContents()) {
        throw wrong(INPUT, "has contents and raw contents; only one may be there");
      }
      if (request.getRawInputContentsCount() != 1) {
        throw wrong(
            INPUT, "has " + request.getRawInputContentsCount() + " raw contents; 1 was expected");
      }
      return doubles(request.getRawInputContents(0));
    }
    InferTensorContents contents = tensor.getContents();
    return contents.getFp64ContentsList().stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static double[] doubles(ByteString raw) {
    if (raw.size() % Double.BYTES != 0) {
      throw wrong(INPUT, raw.size() + " raw bytes are no whole number of FP64 elements");
    }
    double[] elements = new double[raw.size() / Double.BYTES];
    raw.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().get(elements);
    return elements;
  }

  private static double[][] split(double[] elements, int rows, int width) {
    if (elements.length != (long) rows * width) {
      throw wrong(
          INPUT,
          "its shape ["
              + rows
              + ", "
              + width
              + "] needs "
              + (long) rows * width
              + " elements, not "
              + elements.length);
    }
    double[][] split = new double[rows][width];
    for (int i = 0; i < rows; i++) {
      System.arraycopy(elements, i * width, split[i], 0, width);
    }
    return split;
  }

  /** Raw contents are answered by raw contents. */
  static ModelInferResponse response(
      ModelInferRequest request, String version, double[] probabilities) {
    InferOutputTensor.Builder tensor =
        InferOutputTensor.newBuilder()
            .setName(OUTPUT)
            .setDatatype(DATATYPE)
            .addShape(probabilities.length)
            .addShape(1);
    ModelInferResponse.Builder response =
        ModelInferResponse.newBuilder()
            .setModelName(request.getModelName())
            .setModelVersion(version)
            .setId(request.getId());
    if (request.getRawInputContentsCount() > 0) {
      ByteBuffer raw =
          ByteBuffer.allocate(probabilities.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      raw.asDoubleBuffer().put(probabilities);
      response.addRawOutputContents(ByteString.copyFrom(raw));
    } else {
      InferTensorContents.Builder contents = InferTensorContents.newBuilder();
      for (double probability : probabilities) {
        contents.addFp64Contents(probability);
      }
      tensor.setContents(contents);
    }
    return response.addOutputs(tensor).build();
  }

  private static InvalidInput wrong(String tensor, String why) {
    return new InvalidInput("Tensor '" + tensor + "': " + why + ".", tensor);
  }
}

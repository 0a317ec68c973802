package io.salus.inference.serving;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.salus.inference.tensor.Datatype;
import io.salus.inference.tensor.Shape;
import io.salus.inference.tensor.Tensor;
import io.salus.proto.oip.v2.InferParameter;
import io.salus.proto.oip.v2.ModelInferRequest;
import io.salus.proto.oip.v2.ModelInferRequest.InferInputTensor;
import io.salus.proto.oip.v2.ModelInferResponse;
import io.salus.proto.oip.v2.ModelInferResponse.InferOutputTensor;
import io.salus.service.errors.AppException.InvalidInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Requests of the protocol over gRPC, and their answers. */
final class InferProtoMapper {
  private InferProtoMapper() {}

  /**
   * Throws {@link InvalidInput}, which names the tensor.
   *
   * @param deadline of the call; 0 for none
   */
  static InferCall call(ModelInferRequest request, long deadline) {
    int raw = request.getRawInputContentsCount();
    if (raw > 0 && raw != request.getInputsCount()) {
      throw new InvalidInput(
          "There are %d inputs and %d raw contents.".formatted(request.getInputsCount(), raw),
          "raw_input_contents");
    }
    List<Tensor> inputs = new ArrayList<>(request.getInputsCount());
    for (int i = 0; i < request.getInputsCount(); i++) {
      InferInputTensor input = request.getInputs(i);
      inputs.add(raw > 0 ? raw(input, request.getRawInputContents(i)) : typed(input));
    }
    List<String> outputs = new ArrayList<>(request.getOutputsCount());
    request.getOutputsList().forEach(output -> outputs.add(output.getName()));
    return new InferCall(
        request.getModelName(),
        request.getModelVersion(),
        inputs,
        outputs,
        number(request.getParametersMap(), "priority"),
        InferCall.deadline(deadline, number(request.getParametersMap(), "timeout")));
  }

  private static long number(Map<String, InferParameter> parameters, String name) {
    InferParameter parameter = parameters.get(name);
    if (parameter == null) {
      return 0;
    }
    return switch (parameter.getParameterChoiceCase()) {
      case INT64_PARAM -> parameter.getInt64Param();
      case UINT64_PARAM -> parameter.getUint64Param();
      case BOOL_PARAM, STRING_PARAM, DOUBLE_PARAM, PARAMETERCHOICE_NOT_SET ->
          throw new InvalidInput("The parameter " + name + " is a whole number.", name);
    };
  }

  private static Tensor raw(InferInputTensor input, ByteString contents) {
    if (input.hasContents()) {
      throw InputCheck.wrong(
          input.getName(), "has contents and raw contents; only one may be there");
    }
    // The bytes belong to the message and are not changed by anybody.
    return new Tensor(
        input.getName(), datatype(input), shape(input), contents.asReadOnlyByteBuffer());
  }

  private static Tensor typed(InferInputTensor input) {
    Datatype datatype = datatype(input);
    Shape shape = shape(input);
    return new Tensor(
        input.getName(), datatype, shape, ContentsProtoMapper.data(input, datatype, shape));
  }

  private static Datatype datatype(InferInputTensor input) {
    Datatype datatype = Datatype.of(input.getDatatype());
    if (datatype == null) {
      throw InputCheck.wrong(input.getName(), "its datatype is none of the protocol's");
    }
    return datatype;
  }

  private static Shape shape(InferInputTensor input) {
    long[] sizes = new long[input.getShapeCount()];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = input.getShape(i);
    }
    return Shape.of(sizes);
  }

  /** Raw contents are answered by raw contents, and so is what has no other. */
  static ModelInferResponse response(
      ModelInferRequest request, String version, List<Tensor> outputs, @Nullable UUID stored) {
    ModelInferResponse.Builder response =
        ModelInferResponse.newBuilder()
            .setModelName(request.getModelName())
            .setModelVersion(version)
            .setId(request.getId());
    if (stored != null) {
      response.putParameters(
          InferCall.STORED, InferParameter.newBuilder().setStringParam(stored.toString()).build());
    }
    boolean raw = request.getRawInputContentsCount() > 0;
    for (Tensor output : outputs) {
      raw |= output.datatype().rawOnly();
    }
    for (Tensor output : outputs) {
      InferOutputTensor.Builder tensor =
          InferOutputTensor.newBuilder()
              .setName(output.name())
              .setDatatype(output.datatype().name());
      for (int i = 0; i < output.shape().dimensions(); i++) {
        tensor.addShape(output.shape().size(i));
      }
      if (raw) {
        response.addRawOutputContents(UnsafeByteOperations.unsafeWrap(output.view()));
      } else {
        tensor.setContents(ContentsProtoMapper.contents(output));
      }
      response.addOutputs(tensor);
    }
    return response.build();
  }
}

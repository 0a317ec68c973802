package io.salus.gateway.oip;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.gateway.oip.InferRequestView.InputView;
import io.salus.gateway.oip.InferRequestView.OutputView;
import io.salus.gateway.oip.InferResponseView.TensorView;
import io.salus.gateway.oip.ModelMetadataView.TensorMetadataView;
import io.salus.proto.oip.v2.InferParameter;
import io.salus.proto.oip.v2.ModelInferRequest;
import io.salus.proto.oip.v2.ModelInferRequest.InferInputTensor;
import io.salus.proto.oip.v2.ModelInferRequest.InferRequestedOutputTensor;
import io.salus.proto.oip.v2.ModelInferResponse;
import io.salus.proto.oip.v2.ModelInferResponse.InferOutputTensor;
import io.salus.proto.oip.v2.ModelMetadataResponse;
import io.salus.proto.oip.v2.ModelMetadataResponse.TensorMetadata;
import io.salus.service.errors.AppException.InvalidInput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The protocol's messages between REST and gRPC. */
final class OipProtoMapper {
  private OipProtoMapper() {}

  static ModelMetadataView metadata(ModelMetadataResponse model) {
    return new ModelMetadataView(
        model.getName(),
        model.getVersionsList().stream().toList(),
        model.getPlatform(),
        model.getInputsList().stream().map(OipProtoMapper::tensor).toList(),
        model.getOutputsList().stream().map(OipProtoMapper::tensor).toList());
  }

  static ModelInferRequest request(String model, String version, InferRequestView request) {
    ModelInferRequest.Builder message =
        ModelInferRequest.newBuilder()
            .setModelName(model)
            .setModelVersion(version)
            .setId(request.id() == null ? "" : request.id())
            .putAllParameters(parameters(request.parameters(), "parameters"));
    List<InputView> inputs = request.inputs() == null ? List.of() : request.inputs();
    if (inputs.isEmpty()) {
      throw new InvalidInput("A request has inputs.", "inputs");
    }
    for (int i = 0; i < inputs.size(); i++) {
      message.addInputs(input(inputs.get(i), "inputs[" + i + "]"));
    }
    List<OutputView> outputs = request.outputs() == null ? List.of() : request.outputs();
    for (int i = 0; i < outputs.size(); i++) {
      message.addOutputs(output(outputs.get(i), "outputs[" + i + "]"));
    }
    return message.build();
  }

  static InferResponseView response(ModelInferResponse response) {
    return new InferResponseView(
        response.getModelName(),
        response.getModelVersion(),
        response.getId().isEmpty() ? null : response.getId(),
        response.getOutputsList().stream().map(OipProtoMapper::tensor).toList());
  }

  private static InferInputTensor input(InputView input, String place) {
    String name = input.name();
    String datatype = input.datatype();
    List<Long> shape = input.shape();
    JsonNode data = input.data();
    if (name == null || datatype == null || shape == null || data == null) {
      throw new InvalidInput("A tensor has name, datatype, shape and data.", place);
    }
    return InferInputTensor.newBuilder()
        .setName(name)
        .setDatatype(datatype)
        .addAllShape(shape)
        .putAllParameters(parameters(input.parameters(), place + ".parameters"))
        .setContents(TensorProtoMapper.contents(datatype, data, shape, place))
        .build();
  }

  private static InferRequestedOutputTensor output(OutputView output, String place) {
    if (output.name() == null) {
      throw new InvalidInput("An output is asked for by name.", place + ".name");
    }
    return InferRequestedOutputTensor.newBuilder()
        .setName(output.name())
        .putAllParameters(parameters(output.parameters(), place + ".parameters"))
        .build();
  }

  private static Map<String, InferParameter> parameters(
      @Nullable Map<String, JsonNode> parameters, String place) {
    Map<String, InferParameter> mapped = new LinkedHashMap<>();
    if (parameters != null) {
      parameters.forEach((name, value) -> mapped.put(name, parameter(value, place + "." + name)));
    }
    return mapped;
  }

  private static InferParameter parameter(JsonNode value, String place) {
    InferParameter.Builder parameter = InferParameter.newBuilder();
    if (value.isBoolean()) {
      parameter.setBoolParam(value.booleanValue());
    } else if (value.isIntegralNumber() && value.canConvertToLong()) {
      parameter.setInt64Param(value.longValue());
    } else if (value.isNumber()) {
      parameter.setDoubleParam(value.doubleValue());
    } else if (value.isTextual()) {
      parameter.setStringParam(value.textValue());
    } else {
      throw new InvalidInput("A parameter is a truth value, a number or text.", place);
    }
    return parameter.build();
  }

  private static TensorView tensor(InferOutputTensor tensor) {
    return new TensorView(
        tensor.getName(),
        tensor.getDatatype(),
        tensor.getShapeList().stream().toList(),
        TensorProtoMapper.data(tensor.getDatatype(), tensor.getContents()));
  }

  private static TensorMetadataView tensor(TensorMetadata tensor) {
    return new TensorMetadataView(
        tensor.getName(), tensor.getDatatype(), tensor.getShapeList().stream().toList());
  }
}

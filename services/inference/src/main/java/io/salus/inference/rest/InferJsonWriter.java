package io.salus.inference.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.salus.inference.serving.InferCall;
import io.salus.inference.tensor.Tensor;
import io.salus.service.errors.AppException.InvalidInput;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes answers to requests for inference. */
final class InferJsonWriter {
  private InferJsonWriter() {}

  /** Throws {@link InvalidInput} when an output can be sent as bytes only, and was not asked so. */
  static RestAnswer write(
      InferJson request,
      String model,
      String version,
      List<Tensor> outputs,
      @Nullable UUID stored) {
    ByteArrayBuilder bytes = new ByteArrayBuilder(512);
    boolean binary = false;
    try (JsonGenerator json = InferJsonReader.JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("model_name", model);
      json.writeStringField("model_version", version);
      if (request.id() != null) {
        json.writeStringField("id", request.id());
      }
      if (stored != null) {
        json.writeObjectFieldStart("parameters");
        json.writeStringField(InferCall.STORED, stored.toString());
        json.writeEndObject();
      }
      json.writeArrayFieldStart("outputs");
      for (int i = 0; i < outputs.size(); i++) {
        binary |= request.binary(i);
        output(json, outputs.get(i), request.binary(i));
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory", e);
    }
    if (!binary) {
      return RestAnswer.tensors(-1, ByteBuffer.wrap(bytes.getClearAndRelease()));
    }
    int head = bytes.size();
    for (int i = 0; i < outputs.size(); i++) {
      if (request.binary(i)) {
        append(bytes, outputs.get(i));
      }
    }
    return RestAnswer.tensors(head, ByteBuffer.wrap(bytes.getClearAndRelease()));
  }

  private static void append(ByteArrayBuilder bytes, Tensor output) {
    ByteBuffer data = output.view();
    if (data.hasArray()) {
      bytes.write(data.array(), data.arrayOffset(), data.limit());
    } else {
      byte[] copy = new byte[data.limit()];
      data.get(copy);
      bytes.write(copy, 0, copy.length);
    }
  }

  private static void output(JsonGenerator json, Tensor output, boolean binary) throws IOException {
    json.writeStartObject();
    description(json, output);
    if (binary) {
      json.writeObjectFieldStart("parameters");
      json.writeNumberField("binary_data_size", output.bytes());
      json.writeEndObject();
    } else {
      json.writeArrayFieldStart("data");
      elements(json, output);
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  /** Name, datatype and shape, into the object that is open. */
  static void description(JsonGenerator json, Tensor tensor) throws IOException {
    json.writeStringField("name", tensor.name());
    json.writeStringField("datatype", tensor.datatype().name());
    json.writeArrayFieldStart("shape");
    for (int i = 0; i < tensor.shape().dimensions(); i++) {
      json.writeNumber(tensor.shape().size(i));
    }
    json.writeEndArray();
  }

  /** JSON has no numbers that are not finite: they are null. */
  static void elements(JsonGenerator json, Tensor output) throws IOException {
    ByteBuffer data = output.view();
    while (data.hasRemaining()) {
      switch (output.datatype()) {
        case BOOL -> json.writeBoolean(data.get() != 0);
        case INT8 -> json.writeNumber(data.get());
        case INT16 -> json.writeNumber(data.getShort());
        case INT32 -> json.writeNumber(data.getInt());
        case INT64 -> json.writeNumber(data.getLong());
        case UINT8 -> json.writeNumber(Byte.toUnsignedInt(data.get()));
        case UINT16 -> json.writeNumber(Short.toUnsignedInt(data.getShort()));
        case UINT32 -> json.writeNumber(Integer.toUnsignedLong(data.getInt()));
        case UINT64 -> unsigned(json, data.getLong());
        case FP32 -> {
          float value = data.getFloat();
          if (Float.isFinite(value)) {
            json.writeNumber(value);
          } else {
            json.writeNull();
          }
        }
        case FP64 -> {
          double value = data.getDouble();
          if (Double.isFinite(value)) {
            json.writeNumber(value);
          } else {
            json.writeNull();
          }
        }
        case BYTES -> {
          byte[] text = new byte[data.getInt()];
          data.get(text);
          json.writeString(new String(text, StandardCharsets.UTF_8));
        }
        case FP16, BF16 ->
            throw new InvalidInput(
                "Tensor '%s': JSON cannot carry %s; ask for it with binary_data."
                    .formatted(output.name(), output.datatype()),
                output.name());
      }
    }
  }

  private static void unsigned(JsonGenerator json, long value) throws IOException {
    if (value >= 0) {
      json.writeNumber(value);
    } else {
      json.writeNumber(new BigInteger(Long.toUnsignedString(value)));
    }
  }
}

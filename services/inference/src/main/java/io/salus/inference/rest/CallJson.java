package io.salus.inference.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.salus.inference.recording.RecordedCall;
import io.salus.inference.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** Stored calls as JSON; their tensors are written as the protocol writes them. */
final class CallJson {
  private CallJson() {}

  interface Content {
    void write(JsonGenerator json) throws IOException;
  }

  static RestAnswer list(List<RecordedCall> calls) {
    return answer(
        json -> {
          json.writeArrayFieldStart("calls");
          for (RecordedCall call : calls) {
            json.writeStartObject();
            description(json, call);
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  static RestAnswer call(RecordedCall call) {
    return answer(
        json -> {
          description(json, call);
          tensors(json, "inputs", call.inputs());
          tensors(json, "outputs", call.outputs());
        });
  }

  static RestAnswer replay(String id, boolean identical) {
    return answer(
        json -> {
          json.writeStringField("id", id);
          json.writeBooleanField("identical", identical);
        });
  }

  private static RestAnswer answer(Content content) {
    ByteArrayBuilder bytes = new ByteArrayBuilder(512);
    try (JsonGenerator json = InferJsonReader.JSON.createGenerator(bytes)) {
      json.writeStartObject();
      content.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory", e);
    }
    return RestAnswer.tensors(-1, ByteBuffer.wrap(bytes.getClearAndRelease()));
  }

  private static void description(JsonGenerator json, RecordedCall call) throws IOException {
    json.writeStringField("id", call.id().toString());
    json.writeStringField("model_name", call.model());
    json.writeStringField("model_version", Integer.toString(call.version()));
    json.writeBooleanField("shared", call.shared());
    json.writeStringField("model_sha256", call.modelSha256());
    json.writeStringField("requested_by", call.requestedBy());
    json.writeStringField("created_at", call.createdAt().toString());
    json.writeNumberField("batch_rows", call.bucket());
    json.writeNumberField("first_row", call.firstRow());
  }

  private static void tensors(JsonGenerator json, String name, List<Tensor> tensors)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (Tensor tensor : tensors) {
      json.writeStartObject();
      InferJsonWriter.description(json, tensor);
      if (tensor.datatype().rawOnly()) {
        // JSON has no such numbers.
        byte[] data = new byte[tensor.bytes()];
        tensor.view().get(data);
        json.writeBinaryField("base64", data);
      } else {
        json.writeArrayFieldStart("data");
        InferJsonWriter.elements(json, tensor);
        json.writeEndArray();
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}

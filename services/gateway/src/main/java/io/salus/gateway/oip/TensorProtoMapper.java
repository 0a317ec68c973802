package io.salus.gateway.oip;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import io.salus.proto.oip.v2.InferTensorContents;
import io.salus.service.errors.AppException.InvalidInput;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Elements of tensors between JSON and the contract. */
final class TensorProtoMapper {
  private static final BigInteger MAX_UINT64 = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

  private TensorProtoMapper() {}

  /**
   * @param data flat or nested
   * @param shape how many elements there must be
   * @param place the tensor, for errors
   */
  static InferTensorContents contents(
      String datatype, JsonNode data, List<Long> shape, String place) {
    List<JsonNode> flat = new ArrayList<>();
    flatten(data, flat);
    long expected = 1;
    for (long size : shape) {
      if (size < 0 || (size > 0 && expected > Integer.MAX_VALUE / size)) {
        throw new InvalidInput("A size of the shape is not possible.", place + ".shape");
      }
      expected *= size;
    }
    if (flat.size() != expected) {
      throw new InvalidInput(
          "The shape has " + expected + " elements, the data " + flat.size() + ".",
          place + ".data");
    }
    InferTensorContents.Builder contents = InferTensorContents.newBuilder();
    for (int i = 0; i < flat.size(); i++) {
      add(contents, datatype, flat.get(i), place + ".data[" + i + "]");
    }
    return contents.build();
  }

  private static void add(
      InferTensorContents.Builder contents, String datatype, JsonNode value, String place) {
    switch (datatype) {
      case "BOOL" -> contents.addBoolContents(require(value.isBoolean(), value, place).asBoolean());
      case "INT8" -> contents.addIntContents((int) whole(value, -128, 127, place));
      case "INT16" -> contents.addIntContents((int) whole(value, -32768, 32767, place));
      case "INT32" ->
          contents.addIntContents((int) whole(value, Integer.MIN_VALUE, Integer.MAX_VALUE, place));
      case "INT64" ->
          contents.addInt64Contents(whole(value, Long.MIN_VALUE, Long.MAX_VALUE, place));
      case "UINT8" -> contents.addUintContents((int) whole(value, 0, 255, place));
      case "UINT16" -> contents.addUintContents((int) whole(value, 0, 65535, place));
      case "UINT32" -> contents.addUintContents((int) whole(value, 0, 4294967295L, place));
      case "UINT64" -> {
        BigInteger number = require(value.isIntegralNumber(), value, place).bigIntegerValue();
        boolean fits = number.signum() >= 0 && number.compareTo(MAX_UINT64) <= 0;
        contents.addUint64Contents(require(fits, value, place).bigIntegerValue().longValue());
      }
      case "FP32" ->
          contents.addFp32Contents(
              value.isNull() ? Float.NaN : require(value.isNumber(), value, place).floatValue());
      case "FP64" ->
          contents.addFp64Contents(
              value.isNull() ? Double.NaN : require(value.isNumber(), value, place).doubleValue());
      case "BYTES" ->
          contents.addBytesContents(
              ByteString.copyFromUtf8(require(value.isTextual(), value, place).asText()));
      default ->
          throw new InvalidInput("JSON cannot carry this datatype.", place.replace(".data[0]", ""));
    }
  }

  /** Elements as JSON writes them. */
  static List<@Nullable Object> data(String datatype, InferTensorContents contents) {
    List<@Nullable Object> data = new ArrayList<>();
    switch (datatype) {
      case "BOOL" -> data.addAll(contents.getBoolContentsList());
      case "INT8", "INT16", "INT32" -> data.addAll(contents.getIntContentsList());
      case "INT64" -> data.addAll(contents.getInt64ContentsList());
      case "UINT8", "UINT16", "UINT32" ->
          contents.getUintContentsList().forEach(v -> data.add(Integer.toUnsignedLong(v)));
      case "UINT64" ->
          contents
              .getUint64ContentsList()
              .forEach(v -> data.add(new BigInteger(Long.toUnsignedString(v))));
      case "FP32" ->
          contents.getFp32ContentsList().forEach(v -> data.add(Float.isFinite(v) ? v : null));
      case "FP64" ->
          contents.getFp64ContentsList().forEach(v -> data.add(Double.isFinite(v) ? v : null));
      case "BYTES" -> contents.getBytesContentsList().forEach(v -> data.add(v.toStringUtf8()));
      default -> throw new IllegalStateException("a tensor of an unknown datatype");
    }
    return data;
  }

  private static void flatten(JsonNode data, List<JsonNode> flat) {
    if (data.isArray()) {
      data.forEach(inner -> flatten(inner, flat));
    } else {
      flat.add(data);
    }
  }

  private static long whole(JsonNode value, long min, long max, String place) {
    boolean fits =
        value.isIntegralNumber()
            && value.canConvertToLong()
            && value.longValue() >= min
            && value.longValue() <= max;
    return require(fits, value, place).longValue();
  }

  private static JsonNode require(boolean fits, JsonNode value, String place) {
    if (!fits) {
      throw new InvalidInput("The element does not fit the datatype.", place);
    }
    return value;
  }
}

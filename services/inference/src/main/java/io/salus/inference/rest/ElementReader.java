package io.salus.inference.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import io.salus.inference.tensor.Datatype;
import io.salus.inference.tensor.Tensor;
import io.salus.service.errors.AppException.InvalidInput;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Elements of one tensor from JSON, flat or nested, straight into bytes. */
final class ElementReader {
  private static final BigInteger MAX_UINT64 = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);
  private final String tensor;
  private final Datatype datatype;
  private ByteBuffer data = Tensor.buffer(256);
  private int count;

  ElementReader(String tensor, Datatype datatype) {
    this.tensor = tensor;
    this.datatype = datatype;
    if (datatype.rawOnly()) {
      throw InferJsonReader.wrong(tensor, "JSON cannot carry " + datatype + "; send it as binary");
    }
  }

  ByteBuffer data() {
    return data.flip();
  }

  int count() {
    return count;
  }

  void read(JsonParser parser) throws IOException {
    int depth = 0;
    JsonToken token = parser.currentToken();
    do {
      switch (token) {
        case START_ARRAY -> depth++;
        case END_ARRAY -> depth--;
        default -> {
          room(Long.BYTES);
          element(parser, token);
          count++;
        }
      }
      if (depth > 0) {
        token = parser.nextToken();
      }
    } while (depth > 0);
  }

  private void element(JsonParser parser, JsonToken token) throws IOException {
    switch (datatype) {
      case BOOL -> {
        require(token.isBoolean());
        data.put((byte) (token == JsonToken.VALUE_TRUE ? 1 : 0));
      }
      case INT8 -> data.put((byte) whole(parser, token, Byte.MIN_VALUE, Byte.MAX_VALUE));
      case INT16 -> data.putShort((short) whole(parser, token, Short.MIN_VALUE, Short.MAX_VALUE));
      case INT32 -> data.putInt((int) whole(parser, token, Integer.MIN_VALUE, Integer.MAX_VALUE));
      case INT64 -> data.putLong(whole(parser, token, Long.MIN_VALUE, Long.MAX_VALUE));
      case UINT8 -> data.put((byte) whole(parser, token, 0, 255));
      case UINT16 -> data.putShort((short) whole(parser, token, 0, 65535));
      case UINT32 -> data.putInt((int) whole(parser, token, 0, 4294967295L));
      case UINT64 -> data.putLong(unsigned(parser, token));
      case FP32 -> {
        require(token == JsonToken.VALUE_NULL || token.isNumeric());
        data.putFloat(token == JsonToken.VALUE_NULL ? Float.NaN : number(parser));
      }
      case FP64 -> {
        require(token == JsonToken.VALUE_NULL || token.isNumeric());
        data.putDouble(token == JsonToken.VALUE_NULL ? Double.NaN : parser.getDoubleValue());
      }
      case BYTES -> {
        require(token == JsonToken.VALUE_STRING);
        byte[] text = parser.getText().getBytes(StandardCharsets.UTF_8);
        room(Integer.BYTES + text.length);
        data.putInt(text.length).put(text);
      }
      case FP16, BF16 -> throw new IllegalStateException("JSON cannot carry it");
    }
  }

  private long whole(JsonParser parser, JsonToken token, long least, long most) throws IOException {
    require(token == JsonToken.VALUE_NUMBER_INT);
    try {
      long value = parser.getLongValue();
      require(value >= least && value <= most);
      return value;
    } catch (InputCoercionException e) {
      throw wrong();
    }
  }

  private long unsigned(JsonParser parser, JsonToken token) throws IOException {
    require(token == JsonToken.VALUE_NUMBER_INT);
    if (parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
      long value = parser.getLongValue();
      require(value >= 0);
      return value;
    }
    BigInteger value = parser.getBigIntegerValue();
    require(value.signum() >= 0 && value.compareTo(MAX_UINT64) <= 0);
    return value.longValue();
  }

  private static float number(JsonParser parser) throws IOException {
    float value =
        FewDigits.read(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
    return Float.isNaN(value) ? parser.getFloatValue() : value;
  }

  private void room(int bytes) {
    if (data.remaining() < bytes) {
      ByteBuffer wider = Tensor.buffer(Math.max(2 * data.capacity(), data.position() + bytes));
      data = wider.put(data.flip());
    }
  }

  private void require(boolean fits) {
    if (!fits) {
      throw wrong();
    }
  }

  private InvalidInput wrong() {
    return InferJsonReader.wrong(tensor, "element " + count + " does not fit " + datatype);
  }
}

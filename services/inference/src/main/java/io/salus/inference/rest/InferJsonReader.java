package io.salus.inference.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import io.salus.inference.tensor.Datatype;
import io.salus.inference.tensor.Elements;
import io.salus.inference.tensor.Shape;
import io.salus.inference.tensor.Tensor;
import io.salus.service.errors.AppException.InvalidInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads requests for inference: numbers go from the text into the tensor's bytes. */
final class InferJsonReader {
  static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
          .build();

  private final JsonParser parser;
  private @Nullable String id;
  private long priority;
  private long timeout;
  private boolean binary;
  private final List<Input> inputs = new ArrayList<>();
  private final List<InferJson.Output> outputs = new ArrayList<>();

  private InferJsonReader(JsonParser parser) {
    this.parser = parser;
  }

  /** Throws {@link InvalidInput}, which names the tensor or the property. */
  static InferJson read(RestRequest request) {
    int length = request.json();
    ByteBuffer body = request.body();
    try (JsonParser parser =
        JSON.createParser(body.array(), body.arrayOffset() + body.position(), length)) {
      InferJsonReader reader = new InferJsonReader(parser);
      reader.request();
      ByteBuffer bytes = body.slice(body.position() + length, body.remaining() - length);
      return reader.made(bytes);
    } catch (JsonProcessingException e) {
      throw new InvalidInput("The request is not well-formed JSON.");
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory", e);
    }
  }

  private void request() throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new InvalidInput("A request is a JSON object.");
    }
    boolean named = false;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String property = parser.currentName();
      parser.nextToken();
      switch (property) {
        case "id" -> id = textOrNull("id");
        case "model_name", "model_version" -> parser.skipChildren();
        case "parameters" -> parameters();
        case "inputs" -> {
          named = true;
          array("inputs", this::input);
        }
        case "outputs" -> array("outputs", this::output);
        default -> throw new InvalidInput("There is no such property.", property);
      }
    }
    if (parser.nextToken() != null) {
      throw new InvalidInput("Something follows the request.");
    }
    if (!named) {
      throw new InvalidInput("A request has inputs.", "inputs");
    }
  }

  private interface Element {
    void read(String place) throws IOException;
  }

  private void array(String name, Element element) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    require(parser.currentToken() == JsonToken.START_ARRAY, name, "must be an array");
    for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
      String place = name + "[" + i + "]";
      require(parser.currentToken() == JsonToken.START_OBJECT, place, "must be an object");
      element.read(place);
    }
  }

  private void parameters() throws IOException {
    if (!object("parameters", "")) {
      return;
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      switch (name) {
        case "priority" -> priority = whole("parameters", ".priority");
        case "timeout" -> timeout = whole("parameters", ".timeout");
        case "binary_data_output" -> binary = truth("parameters", ".binary_data_output");
        default -> parser.skipChildren();
      }
    }
  }

  private boolean object(String place, String property) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return false;
    }
    require(parser.currentToken() == JsonToken.START_OBJECT, place, property, "must be an object");
    return true;
  }

  private void output(String place) throws IOException {
    String name = null;
    Boolean asked = null;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String property = parser.currentName();
      parser.nextToken();
      switch (property) {
        case "name" -> name = text(place, ".name");
        case "parameters" -> {
          if (object(place, ".parameters")) {
            while (parser.nextToken() != JsonToken.END_OBJECT) {
              String parameter = parser.currentName();
              parser.nextToken();
              if (parameter.equals("binary_data")) {
                asked = truth(place, ".parameters.binary_data");
              } else if (parameter.equals("classification")) {
                throw new InvalidInput("Classification is not done here.", place);
              } else {
                parser.skipChildren();
              }
            }
          }
        }
        default -> throw new InvalidInput("There is no such property.", place + "." + property);
      }
    }
    if (name == null) {
      throw new InvalidInput("An output is asked for by name.", place + ".name");
    }
    outputs.add(new InferJson.Output(name, asked));
  }

  /** A tensor while it is read. */
  private static final class Input {
    private final String place;
    private @Nullable String name;
    private @Nullable Shape shape;
    private @Nullable Datatype datatype;
    private @Nullable ByteBuffer data;
    private long elements;
    private long binarySize = -1;

    Input(String place) {
      this.place = place;
    }

    String called() {
      return name == null ? place : name;
    }
  }

  private void input(String place) throws IOException {
    Input input = new Input(place);
    TokenBuffer early = null;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String property = parser.currentName();
      parser.nextToken();
      switch (property) {
        case "name" -> input.name = text(place, ".name");
        case "datatype" -> input.datatype = datatype(input, text(place, ".datatype"));
        case "shape" -> input.shape = shape(input);
        case "parameters" -> input.binarySize = binarySize(place);
        case "data" -> {
          if (input.datatype == null) {
            early = new TokenBuffer(parser);
            early.copyCurrentStructure(parser);
          } else {
            data(input, parser);
          }
        }
        default -> throw new InvalidInput("There is no such property.", place + "." + property);
      }
    }
    if (input.name == null || input.datatype == null || input.shape == null) {
      throw new InvalidInput("A tensor has name, datatype, shape and data.", place);
    }
    if (early != null) {
      try (JsonParser again = early.asParser()) {
        again.nextToken();
        data(input, again);
      }
      early.close();
    }
    inputs.add(input);
  }

  private static Datatype datatype(Input input, String name) {
    Datatype datatype = Datatype.of(name);
    if (datatype == null) {
      throw wrong(input.called(), "its datatype is none of the protocol's");
    }
    return datatype;
  }

  private Shape shape(Input input) throws IOException {
    require(
        parser.currentToken() == JsonToken.START_ARRAY, input.place, ".shape", "must be an array");
    long[] sizes = new long[8];
    int count = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (count == sizes.length) {
        sizes = Arrays.copyOf(sizes, count * 2);
      }
      sizes[count++] = whole(input.place, ".shape");
    }
    return Shape.of(Arrays.copyOf(sizes, count));
  }

  private long binarySize(String place) throws IOException {
    long size = -1;
    if (object(place, ".parameters")) {
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String parameter = parser.currentName();
        parser.nextToken();
        if (parameter.equals("binary_data_size")) {
          size = whole(place, ".parameters.binary_data_size");
          require(size >= 0, place, ".parameters.binary_data_size", "must be 0 or more");
        } else {
          if (parameter.startsWith("shared_memory")) {
            require(false, place, ".parameters." + parameter, "shared memory is not read");
          }
          parser.skipChildren();
        }
      }
    }
    return size;
  }

  private static void data(Input input, JsonParser from) throws IOException {
    Datatype datatype = input.datatype;
    if (datatype == null) {
      throw new IllegalStateException();
    }
    ElementReader reader = new ElementReader(input.called(), datatype);
    reader.read(from);
    input.data = reader.data();
    input.elements = reader.count();
  }

  private InferJson made(ByteBuffer bytes) {
    List<Tensor> tensors = new ArrayList<>(inputs.size());
    int at = 0;
    for (Input input : inputs) {
      ByteBuffer data = input.data;
      if (input.binarySize >= 0) {
        require(data == null, input.called(), "has data and binary data; only one may be there");
        if (input.binarySize > bytes.remaining() - at) {
          throw wrong(input.called(), "its binary data goes past the end of the body");
        }
        data = bytes.slice(at, (int) input.binarySize);
        at += (int) input.binarySize;
      }
      String name = input.name;
      Datatype datatype = input.datatype;
      Shape shape = input.shape;
      if (data == null || name == null || datatype == null || shape == null) {
        throw new InvalidInput("A tensor has name, datatype, shape and data.", input.called());
      }
      if (input.binarySize < 0 && input.elements != shape.elements()) {
        throw wrong(input.called(), Elements.miscounted(shape, datatype, input.elements));
      }
      tensors.add(new Tensor(name, datatype, shape, data));
    }
    if (at != bytes.remaining()) {
      throw new InvalidInput(
          "The body has %d bytes after the JSON, of which the tensors name %d."
              .formatted(bytes.remaining(), at));
    }
    return new InferJson(id, priority, timeout, binary, tensors, outputs);
  }

  private @Nullable String textOrNull(String place) throws IOException {
    return parser.currentToken() == JsonToken.VALUE_NULL ? null : text(place, "");
  }

  private String text(String place, String property) throws IOException {
    require(parser.currentToken() == JsonToken.VALUE_STRING, place, property, "must be text");
    return parser.getText();
  }

  private long whole(String place, String property) throws IOException {
    require(
        parser.currentToken() == JsonToken.VALUE_NUMBER_INT,
        place,
        property,
        "must be a whole number");
    try {
      return parser.getLongValue();
    } catch (JsonProcessingException e) {
      throw new InvalidInput("It is too large.", place + property);
    }
  }

  private boolean truth(String place, String property) throws IOException {
    require(parser.currentToken().isBoolean(), place, property, "must be true or false");
    return parser.getBooleanValue();
  }

  private static void require(boolean right, String place, String what) {
    require(right, place, "", what);
  }

  /** The place is put together only when something is wrong with it. */
  private static void require(boolean right, String within, String property, String what) {
    if (!right) {
      String place = within + property;
      throw new InvalidInput("'" + place + "' " + what + ".", place);
    }
  }

  static InvalidInput wrong(String tensor, String why) {
    return new InvalidInput("Tensor '" + tensor + "': " + why + ".", tensor);
  }
}

package io.salus.gateway.oip;

import java.util.List;

/** Model metadata of the protocol. */
record ModelMetadataView(
    String name,
    List<String> versions,
    String platform,
    List<TensorMetadataView> inputs,
    List<TensorMetadataView> outputs) {

  /**
   * @param shape sizes; -1 where it varies
   */
  record TensorMetadataView(String name, String datatype, List<Long> shape) {}
}

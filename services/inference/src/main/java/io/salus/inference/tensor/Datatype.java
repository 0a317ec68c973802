package io.salus.inference.tensor;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Element types of the Open Inference Protocol, and BF16 of Triton. */
public enum Datatype {
  BOOL(1),
  UINT8(1),
  UINT16(2),
  UINT32(4),
  UINT64(8),
  INT8(1),
  INT16(2),
  INT32(4),
  INT64(8),
  FP16(2),
  BF16(2),
  FP32(4),
  FP64(8),
  /** Each element is its length, four bytes, and then so many bytes. */
  BYTES(0);

  private static final Map<String, Datatype> NAMES =
      Arrays.stream(values()).collect(Collectors.toMap(Datatype::name, Function.identity()));

  private final int size;

  Datatype(int size) {
    this.size = size;
  }

  /** Bytes of an element; 0 where they vary. */
  public int size() {
    return size;
  }

  /** Whether only bytes can carry it: JSON and typed contents have no such number. */
  public boolean rawOnly() {
    return this == FP16 || this == BF16;
  }

  /** The type of that name, or null. */
  public static @Nullable Datatype of(String name) {
    return NAMES.get(name);
  }
}

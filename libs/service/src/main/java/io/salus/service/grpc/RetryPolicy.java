package io.salus.service.grpc;

import com.google.protobuf.DescriptorProtos.MethodOptions.IdempotencyLevel;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The gRPC service config of a channel: calls whose contract says that repeating them does no harm
 * ({@code idempotency_level}) are tried up to four times while the service is UNAVAILABLE; no other
 * call is ever repeated.
 */
final class RetryPolicy {
  private RetryPolicy() {}

  static Map<String, ?> of(ServiceDescriptor... services) {
    List<Map<String, ?>> names = new ArrayList<>();
    for (ServiceDescriptor service : services) {
      for (MethodDescriptor<?, ?> method : service.getMethods()) {
        if (mayRepeat(method)) {
          names.add(
              Map.of(
                  "service",
                  service.getName(),
                  "method",
                  String.valueOf(method.getBareMethodName())));
        }
      }
    }
    if (names.isEmpty()) {
      return Map.of();
    }
    Map<String, ?> policy =
        Map.of(
            "maxAttempts",
            4.0,
            "initialBackoff",
            "0.1s",
            "maxBackoff",
            "1s",
            "backoffMultiplier",
            3.0,
            "retryableStatusCodes",
            List.of("UNAVAILABLE"));
    return Map.of("methodConfig", List.of(Map.of("name", names, "retryPolicy", policy)));
  }

  static boolean mayRepeat(MethodDescriptor<?, ?> method) {
    return method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier supplier
        && supplier.getMethodDescriptor().getOptions().getIdempotencyLevel()
            != IdempotencyLevel.IDEMPOTENCY_UNKNOWN;
  }
}

package io.salus.scheduling.records;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import io.salus.proto.records.v1.FhirServiceGrpc;
import io.salus.proto.records.v1.ReadRequest;
import io.salus.proto.records.v1.UpdateRequest;
import io.salus.service.errors.AppException;
import io.salus.service.errors.AppException.Gone;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.errors.GrpcErrors;
import io.salus.service.grpc.Bearer;
import io.salus.service.grpc.GrpcChannels;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The records, as far as calendars need them. Blocks: for worker threads. */
@ApplicationScoped
public class RecordsClient {
  private final Channel channel;

  RecordsClient(GrpcChannels channels) {
    this.channel = channels.to("records", FhirServiceGrpc.getServiceDescriptor());
  }

  /**
   * Whether a resource is there for whoever the token stands for. Throws what the records throw,
   * for example {@link AppException.Forbidden}.
   */
  public boolean exists(String token, String type, String id) {
    ReadRequest request = ReadRequest.newBuilder().setType(type).setId(id).build();
    try {
      var unused =
          FhirServiceGrpc.newBlockingStub(channel)
              .withCallCredentials(new Bearer(token))
              .read(request);
      return true;
    } catch (StatusRuntimeException e) {
      AppException failure = GrpcErrors.fromStatus(e);
      if (failure instanceof NotFound || failure instanceof Gone) {
        return false;
      }
      throw failure;
    }
  }

  /** Writes a resource under its id, whether it was there or not. Throws {@link AppException}. */
  public void put(String token, String type, String id, byte[] resource, Duration deadline) {
    UpdateRequest request =
        UpdateRequest.newBuilder()
            .setType(type)
            .setId(id)
            .setResource(ByteString.copyFrom(resource))
            .build();
    try {
      var unused =
          FhirServiceGrpc.newBlockingStub(channel)
              .withCallCredentials(new Bearer(token))
              .withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS)
              .update(request);
    } catch (StatusRuntimeException e) {
      throw GrpcErrors.fromStatus(e);
    }
  }
}

package io.salus.service.errors;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Errors on their way over gRPC, both directions. The category travels as a code, since several
 * share a status.
 */
public final class GrpcErrors {
  private static final Logger LOG = Logger.getLogger(GrpcErrors.class);
  private static final Metadata.Key<String> CODE =
      Metadata.Key.of("salus-error-code", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<byte[]> PLACE =
      Metadata.Key.of("salus-error-place-bin", Metadata.BINARY_BYTE_MARSHALLER);

  /** As in HTTP, in seconds. */
  private static final Metadata.Key<String> RETRY_AFTER =
      Metadata.Key.of("retry-after", Metadata.ASCII_STRING_MARSHALLER);

  private GrpcErrors() {}

  /**
   * What a gRPC caller is told. Anything unexpected is logged under an id, and only the id goes
   * out.
   */
  public static StatusRuntimeException toStatus(Throwable failure) {
    Throwable cause = unwrap(failure);
    return switch (cause) {
      case AppException e -> statusOf(e);
      case StatusRuntimeException e -> e;
      case StatusException e -> new StatusRuntimeException(e.getStatus(), e.getTrailers());
      default -> {
        AppException known = ofSurroundings(cause);
        yield known == null ? unexpected(cause) : statusOf(known);
      }
    };
  }

  /**
   * What a failure of the disk or the database says about the request or about them; null for any
   * other. SQLSTATE classes 08 (connection), 53 (resources) and 57P (shutdown) and none at all (the
   * pool's time-out): it is away. 22021 and 22P05: a text holds a character that PostgreSQL does
   * not keep, U+0000.
   */
  public static @Nullable AppException ofSurroundings(Throwable failure) {
    for (@Nullable Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof IOException e && isFull(e)) {
        LOG.errorf("The disk is full: %s", describe(e));
        return new AppException.Unavailable(
            "The disk of the service is full; its operator must make room.");
      }
      if (t instanceof SQLException e) {
        String state = e.getSQLState();
        if (state == null
            || state.startsWith("08")
            || state.startsWith("53")
            || state.startsWith("57P")) {
          return new AppException.Unavailable(
              "The database does not answer now; try again shortly.");
        }
        return state.equals("22021") || state.equals("22P05")
            ? new AppException.InvalidInput("A text holds a character that cannot be kept.")
            : null;
      }
    }
    return null;
  }

  /** Java has no class for it: the text of ENOSPC or EDQUOT is all that there is. */
  private static boolean isFull(IOException failure) {
    String message = String.valueOf(failure.getMessage());
    return message.contains("No space left on device") || message.contains("Disk quota exceeded");
  }

  /** The error that a service answered with, as it was thrown there. */
  public static AppException fromStatus(StatusRuntimeException failure) {
    Metadata trailers = failure.getTrailers();
    ErrorCategory category = trailers == null ? null : ErrorCategory.ofCode(trailers.get(CODE));
    byte[] place = trailers == null ? null : trailers.get(PLACE);
    String detail = failure.getStatus().getDescription();
    if (category == null) {
      return fromPlainStatus(failure.getStatus());
    }
    return category.exception(
        detail == null ? category.code() : detail,
        place == null ? null : new String(place, StandardCharsets.UTF_8));
  }

  private static AppException fromPlainStatus(Status status) {
    return switch (status.getCode()) {
      case DEADLINE_EXCEEDED, CANCELLED ->
          new AppException.TimedOut("The answer did not come within the time allowed.");
      case RESOURCE_EXHAUSTED -> new AppException.TooLarge("The message is larger than allowed.");
      case UNAUTHENTICATED -> new AppException.Unauthenticated("The token was not accepted.");
      case INVALID_ARGUMENT, OUT_OF_RANGE ->
          new AppException.InvalidInput("The request was not understood.");
      case UNIMPLEMENTED -> new AppException.Unsupported("The service does not do this.");
      case OK,
          UNKNOWN,
          NOT_FOUND,
          ALREADY_EXISTS,
          PERMISSION_DENIED,
          FAILED_PRECONDITION,
          ABORTED,
          INTERNAL,
          UNAVAILABLE,
          DATA_LOSS ->
          new AppException.Unavailable(
              "A part of the system does not answer now; try again shortly.");
    };
  }

  private static StatusRuntimeException statusOf(AppException e) {
    Metadata trailers = new Metadata();
    trailers.put(CODE, e.code());
    String place = e.place();
    if (place != null) {
      trailers.put(PLACE, place.getBytes(StandardCharsets.UTF_8));
    }
    if (e instanceof AppException.Busy busy) {
      trailers.put(RETRY_AFTER, Long.toString(Math.max(1, busy.retryAfter().toSeconds())));
    }
    return new Told(e.category().grpcCode().toStatus().withDescription(e.publicDetail()), trailers);
  }

  /** What a caller is told is no mistake of ours: nobody reads where it came from. */
  private static final class Told extends StatusRuntimeException {
    private static final long serialVersionUID = 1L;

    Told(Status status, Metadata trailers) {
      super(status, trailers);
    }

    /** Costs more than all else of a refusal. */
    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }
  }

  private static StatusRuntimeException unexpected(Throwable failure) {
    String id = UUID.randomUUID().toString();
    LOG.errorf("Unexpected failure %s: %s", id, describe(failure));
    return statusOf(
        new AppException.Unexpected(
            "Something went wrong on our side; correlation id " + id + "."));
  }

  /** Class names and frames of ours, never a message: messages can hold values of the record. */
  public static String describe(Throwable failure) {
    StringBuilder text = new StringBuilder();
    for (@Nullable Throwable t = failure; t != null; t = t.getCause()) {
      text.append(text.isEmpty() ? "" : " <- ").append(t.getClass().getName());
      int shown = 0;
      for (StackTraceElement frame : t.getStackTrace()) {
        if (shown < 12) {
          text.append(shown++ == 0 ? " at " : ", ").append(frame);
        }
      }
    }
    return text.toString();
  }

  private static Throwable unwrap(Throwable failure) {
    Throwable cause = failure;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}

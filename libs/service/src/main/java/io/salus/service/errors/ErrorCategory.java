package io.salus.service.errors;

import io.grpc.Status;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The one table from a category of error to what each kind of caller sees. */
public enum ErrorCategory {
  INVALID_INPUT,
  UNAUTHENTICATED,
  FORBIDDEN,
  NOT_FOUND,
  GONE,
  CONFLICT,
  PRECONDITION_FAILED,
  TOO_LARGE,
  UNSUPPORTED,
  UNPROCESSABLE,
  TOO_COSTLY,
  BUSY,
  UNAVAILABLE,
  TIMED_OUT,
  INTERNAL;

  /** The stable code that callers may rely on. */
  public String code() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  /** HTTP status, RFC 9110. */
  public int httpStatus() {
    return switch (this) {
      case INVALID_INPUT -> 400;
      case UNAUTHENTICATED -> 401;
      case FORBIDDEN -> 403;
      case NOT_FOUND -> 404;
      case GONE -> 410;
      case CONFLICT -> 409;
      case PRECONDITION_FAILED -> 412;
      case TOO_LARGE -> 413;
      case UNSUPPORTED -> 405;
      case UNPROCESSABLE, TOO_COSTLY -> 422;
      case BUSY -> 429;
      case UNAVAILABLE -> 503;
      case TIMED_OUT -> 504;
      case INTERNAL -> 500;
    };
  }

  /** gRPC status; the code travels beside it in the trailers, since several share one. */
  public Status.Code grpcCode() {
    return switch (this) {
      case INVALID_INPUT, UNPROCESSABLE, TOO_COSTLY -> Status.Code.INVALID_ARGUMENT;
      case UNAUTHENTICATED -> Status.Code.UNAUTHENTICATED;
      case FORBIDDEN -> Status.Code.PERMISSION_DENIED;
      case NOT_FOUND -> Status.Code.NOT_FOUND;
      case GONE, PRECONDITION_FAILED -> Status.Code.FAILED_PRECONDITION;
      case CONFLICT -> Status.Code.ABORTED;
      case TOO_LARGE, BUSY -> Status.Code.RESOURCE_EXHAUSTED;
      case UNSUPPORTED -> Status.Code.UNIMPLEMENTED;
      case UNAVAILABLE -> Status.Code.UNAVAILABLE;
      case TIMED_OUT -> Status.Code.DEADLINE_EXCEEDED;
      case INTERNAL -> Status.Code.INTERNAL;
    };
  }

  /** Code of OperationOutcome.issue, http://hl7.org/fhir/R4/valueset-issue-type.html. */
  public String fhirIssueType() {
    return switch (this) {
      case INVALID_INPUT -> "invalid";
      case UNAUTHENTICATED -> "login";
      case FORBIDDEN -> "forbidden";
      case NOT_FOUND -> "not-found";
      case GONE -> "deleted";
      case CONFLICT, PRECONDITION_FAILED -> "conflict";
      case TOO_LARGE -> "too-long";
      case UNSUPPORTED -> "not-supported";
      case UNPROCESSABLE -> "processing";
      case TOO_COSTLY -> "too-costly";
      case BUSY -> "throttled";
      case UNAVAILABLE -> "transient";
      case TIMED_OUT -> "timeout";
      case INTERNAL -> "exception";
    };
  }

  /** The exception of this category; {@code place} is dropped where the category has none. */
  public AppException exception(String detail, @Nullable String place) {
    return switch (this) {
      case INVALID_INPUT -> new AppException.InvalidInput(detail, place);
      case UNAUTHENTICATED -> new AppException.Unauthenticated(detail);
      case FORBIDDEN -> new AppException.Forbidden(detail);
      case NOT_FOUND -> new AppException.NotFound(detail);
      case GONE -> new AppException.Gone(detail);
      case CONFLICT -> new AppException.Conflict(detail, place);
      case PRECONDITION_FAILED -> new AppException.PreconditionFailed(detail, place);
      case TOO_LARGE -> new AppException.TooLarge(detail);
      case UNSUPPORTED -> new AppException.Unsupported(detail);
      case UNPROCESSABLE -> new AppException.Unprocessable(detail, place);
      case TOO_COSTLY -> new AppException.TooCostly(detail);
      case BUSY -> new AppException.Busy(detail, Duration.ofSeconds(1));
      case UNAVAILABLE -> new AppException.Unavailable(detail);
      case TIMED_OUT -> new AppException.TimedOut(detail);
      case INTERNAL -> new AppException.Unexpected(detail);
    };
  }

  /** The category that a code of {@link #code()} names, or null. */
  public static @Nullable ErrorCategory ofCode(@Nullable String code) {
    for (ErrorCategory category : values()) {
      if (category.code().equals(code)) {
        return category;
      }
    }
    return null;
  }
}

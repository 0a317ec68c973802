package io.salus.service.errors;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can go wrong in a way a caller should hear about. The set is closed, so that
 * {@link ErrorCategory} maps it whole. {@link #publicDetail()} reaches callers and holds no PHI;
 * {@link #getMessage()} is the same text, so that a log line may show it.
 */
public abstract sealed class AppException extends RuntimeException {
  private final ErrorCategory category;
  private final @Nullable String place;

  AppException(ErrorCategory category, String publicDetail, @Nullable String place) {
    super(publicDetail);
    this.category = category;
    this.place = place;
  }

  /** The one category, which decides every status a caller can see. */
  public ErrorCategory category() {
    return category;
  }

  /** Stable code in lower case with hyphens, for example {@code invalid-input}. */
  public String code() {
    return category.code();
  }

  /** One sentence for the caller, without PHI. */
  public String publicDetail() {
    return String.valueOf(getMessage());
  }

  /** Where in the input it went wrong, for example {@code Bundle.entry[3].resource.status}. */
  public @Nullable String place() {
    return place;
  }

  /** The request cannot be understood, or breaks a rule that its form must keep. */
  public static final class InvalidInput extends AppException {
    public InvalidInput(String detail) {
      this(detail, null);
    }

    public InvalidInput(String detail, @Nullable String place) {
      super(ErrorCategory.INVALID_INPUT, detail, place);
    }
  }

  /** No token, or one that is not valid. */
  public static final class Unauthenticated extends AppException {
    public Unauthenticated(String detail) {
      super(ErrorCategory.UNAUTHENTICATED, detail, null);
    }
  }

  /** The token is valid but does not allow this. */
  public static final class Forbidden extends AppException {
    public Forbidden(String detail) {
      super(ErrorCategory.FORBIDDEN, detail, null);
    }
  }

  /** There is no such thing, or the caller may not know that there is. */
  public static final class NotFound extends AppException {
    public NotFound(String detail) {
      super(ErrorCategory.NOT_FOUND, detail, null);
    }
  }

  /** It was there and was deleted. */
  public static final class Gone extends AppException {
    public Gone(String detail) {
      super(ErrorCategory.GONE, detail, null);
    }
  }

  /** Somebody else was first. */
  public static final class Conflict extends AppException {
    public Conflict(String detail) {
      this(detail, null);
    }

    public Conflict(String detail, @Nullable String place) {
      super(ErrorCategory.CONFLICT, detail, place);
    }
  }

  /** A condition that the caller stated, or that the state must meet, does not hold. */
  public static final class PreconditionFailed extends AppException {
    public PreconditionFailed(String detail) {
      this(detail, null);
    }

    public PreconditionFailed(String detail, @Nullable String place) {
      super(ErrorCategory.PRECONDITION_FAILED, detail, place);
    }
  }

  /** More bytes or items than the service takes. */
  public static final class TooLarge extends AppException {
    public TooLarge(String detail) {
      super(ErrorCategory.TOO_LARGE, detail, null);
    }
  }

  /** The service does not do this. */
  public static final class Unsupported extends AppException {
    public Unsupported(String detail) {
      super(ErrorCategory.UNSUPPORTED, detail, null);
    }
  }

  /** Well formed, but it breaks a rule of the domain. */
  public static final class Unprocessable extends AppException {
    public Unprocessable(String detail) {
      this(detail, null);
    }

    public Unprocessable(String detail, @Nullable String place) {
      super(ErrorCategory.UNPROCESSABLE, detail, place);
    }
  }

  /** Answering it would take more time or memory than one request may have. */
  public static final class TooCostly extends AppException {
    public TooCostly(String detail) {
      super(ErrorCategory.TOO_COSTLY, detail, null);
    }
  }

  /** Too much at once; come back later. */
  public static final class Busy extends AppException {
    private final Duration retryAfter;

    public Busy(String detail, Duration retryAfter) {
      super(ErrorCategory.BUSY, detail, null);
      this.retryAfter = retryAfter;
    }

    /** How long to wait before the next try. */
    public Duration retryAfter() {
      return retryAfter;
    }
  }

  /** Something this service needs does not answer. */
  public static final class Unavailable extends AppException {
    public Unavailable(String detail) {
      super(ErrorCategory.UNAVAILABLE, detail, null);
    }
  }

  /** The deadline passed before the answer was there. */
  public static final class TimedOut extends AppException {
    public TimedOut(String detail) {
      super(ErrorCategory.TIMED_OUT, detail, null);
    }
  }

  /** A mistake of ours; the detail has the id under which it was logged. */
  public static final class Unexpected extends AppException {
    public Unexpected(String detail) {
      super(ErrorCategory.INTERNAL, detail, null);
    }
  }
}

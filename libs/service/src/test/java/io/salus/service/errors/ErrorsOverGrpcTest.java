package io.salus.service.errors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorsOverGrpcTest {
  @ParameterizedTest
  @EnumSource(ErrorCategory.class)
  void everyCategoryArrivesAsItWasThrown(ErrorCategory category) {
    AppException thrown = category.exception("A sentence with ümläuts.", "Bundle.entry[3]");

    AppException arrived = GrpcErrors.fromStatus(GrpcErrors.toStatus(thrown));

    assertEquals(category, arrived.category());
    assertEquals("A sentence with ümläuts.", arrived.publicDetail());
    assertEquals(thrown.place(), arrived.place());
  }

  @Test
  void anUnexpectedFailureTellsTheCallerNothingOfIt() {
    StatusRuntimeException status =
        GrpcErrors.toStatus(new IllegalStateException("patient Jane Roe"));

    assertEquals(Status.Code.INTERNAL, status.getStatus().getCode());
    assertFalse(String.valueOf(status.getStatus().getDescription()).contains("Roe"));
    assertFalse(GrpcErrors.describe(new IllegalStateException("Jane Roe")).contains("Roe"));
  }

  @Test
  void aServiceThatIsDownIsUnavailable() {
    AppException error =
        GrpcErrors.fromStatus(
            Status.UNAVAILABLE.withDescription("io exception 10.0.0.1").asRuntimeException());

    assertEquals(ErrorCategory.UNAVAILABLE, error.category());
    assertFalse(error.publicDetail().contains("10.0.0.1"));
  }

  @Test
  void aDatabaseThatIsAwayIsUnavailableAndAWrongStatementIsNot() {
    Throwable away = new IllegalStateException(new SQLException("terminating", "57P01"));
    Throwable wrong = new IllegalStateException(new SQLException("no such column", "42703"));

    assertEquals(Status.Code.UNAVAILABLE, GrpcErrors.toStatus(away).getStatus().getCode());
    assertEquals(Status.Code.INTERNAL, GrpcErrors.toStatus(wrong).getStatus().getCode());
  }

  @Test
  void aTextThatPostgresCannotKeepIsTheCallersMistake() {
    Throwable nul = new IllegalStateException(new SQLException("invalid byte sequence", "22021"));

    assertEquals(Status.Code.INVALID_ARGUMENT, GrpcErrors.toStatus(nul).getStatus().getCode());
  }

  /** Linux' device that is always full gives the very failure. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void aFullDiskIsSaid() {
    IOException full =
        assertThrows(IOException.class, () -> Files.write(Path.of("/dev/full"), new byte[1]));

    StatusRuntimeException told = GrpcErrors.toStatus(new UncheckedIOException("a model", full));

    assertEquals(Status.Code.UNAVAILABLE, told.getStatus().getCode());
    assertTrue(String.valueOf(told.getStatus().getDescription()).contains("disk"));
  }

  @Test
  void fhirCallersReadAnOperationOutcomeAndOthersAProblem() {
    AppException error = new AppException.InvalidInput("A value is missing.", "Patient.gender");

    HttpErrors.Rendered fhir = HttpErrors.render("/fhir/Patient", error);
    HttpErrors.Rendered rest = HttpErrors.render("/fhirlike", error);

    assertTrue(fhir.body().contains("\"OperationOutcome\""));
    assertTrue(fhir.body().contains("\"expression\":[\"Patient.gender\"]"));
    assertEquals("application/problem+json", rest.contentType());
    assertEquals(400, rest.status());
  }
}

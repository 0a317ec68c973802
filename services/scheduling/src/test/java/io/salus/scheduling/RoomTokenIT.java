package io.salus.scheduling;

import static io.salus.scheduling.SchedulingApi.patient;
import static io.salus.scheduling.SchedulingApi.start;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.quarkus.test.junit.QuarkusTest;
import io.salus.proto.scheduling.v1.BookResponse;
import io.salus.service.errors.AppException.Unauthenticated;
import io.salus.service.security.TokenVerifier;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.junit.jupiter.api.Test;

/** Checks the token as a video room does, with nothing but the documentation. */
@QuarkusTest
class RoomTokenIT extends SchedulingIT {
  @Inject TokenVerifier verifier;

  @Test
  void opensThisVisitFromAQuarterBeforeUntilAnHourAfterAndNamesNobody() throws Exception {
    String doctor = api().practitioner(ADMIN);
    BookResponse booked = api().book(ADMIN, doctor, patient(), 0);

    JwtClaims claims = check(booked.getRoomToken(), start(0));

    assertEquals(booked.getAppointment().getId(), claims.getStringClaimValue("visit"));
    assertEquals(start(0).minusSeconds(900).getEpochSecond(), claims.getNotBefore().getValue());
    assertEquals(
        start(1).plusSeconds(3600).getEpochSecond(), claims.getExpirationTime().getValue());
    assertEquals(
        Set.of("iss", "aud", "visit", "tenant", "iat", "nbf", "exp"), claims.getClaimNames());
  }

  @Test
  void isClosedEarlierAndLater() {
    BookResponse booked = api().book(ADMIN, api().practitioner(ADMIN), patient(), 0);

    assertThrows(
        InvalidJwtException.class, () -> check(booked.getRoomToken(), start(0).minusSeconds(901)));
    assertThrows(
        InvalidJwtException.class, () -> check(booked.getRoomToken(), start(1).plusSeconds(3601)));
  }

  @Test
  void opensNoServiceOfOurs() {
    BookResponse booked = api().book(ADMIN, api().practitioner(ADMIN), patient(), 0);

    assertThrows(Unauthenticated.class, () -> verifier.verify(booked.getRoomToken()));
  }

  private JwtClaims check(String token, Instant now) throws Exception {
    String file = config.getValue("salus.security.internal-key-file", String.class);
    byte[] internal = Base64.getDecoder().decode(Files.readString(Path.of(file)).trim());
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(internal, "HmacSHA256"));
    byte[] key = mac.doFinal("salus-visit-room-v1\u0001".getBytes(StandardCharsets.UTF_8));
    return new JwtConsumerBuilder()
        .setVerificationKey(new SecretKeySpec(key, "HmacSHA256"))
        .setExpectedIssuer("salus-scheduling")
        .setExpectedAudience("salus-visit")
        .setRequireExpirationTime()
        .setRequireNotBefore()
        .setEvaluationTime(NumericDate.fromSeconds(now.getEpochSecond()))
        .build()
        .processToClaims(token);
  }
}

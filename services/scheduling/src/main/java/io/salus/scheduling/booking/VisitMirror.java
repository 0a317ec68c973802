package io.salus.scheduling.booking;

import io.salus.scheduling.booking.BookingFunctions.Answer;
import io.salus.scheduling.mirror.Mirror;
import io.salus.scheduling.mirror.MirrorBody;
import io.salus.scheduling.mirror.MirrorTask;
import io.salus.scheduling.mirror.MirrorType;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.OptionalLong;
import java.util.UUID;

/** Tells the records about a visit right after it changed, so that the next read sees it. */
@ApplicationScoped
class VisitMirror {
  private final Mirror mirror;
  private final SlotMirror slots;
  private final AppointmentMirror appointments;

  VisitMirror(Mirror mirror, SlotMirror slots, AppointmentMirror appointments) {
    this.mirror = mirror;
    this.slots = slots;
    this.appointments = appointments;
  }

  void deliverNow(String tenant, Visit visit, Answer answer, UUID claimant) {
    long end = mirror.immediateEnd();
    deliver(
        new Key(tenant, MirrorType.SLOT, visit.slotId(), claimant),
        answer.slotVersion(),
        slots.render(visit),
        end);
    deliver(
        new Key(tenant, MirrorType.APPOINTMENT, visit.id(), claimant),
        answer.visitVersion(),
        appointments.render(visit),
        end);
  }

  private record Key(String tenant, MirrorType type, UUID id, UUID claimant) {}

  private void deliver(Key key, OptionalLong version, MirrorBody body, long end) {
    if (version.isPresent()) {
      mirror.deliverNow(
          new MirrorTask(key.tenant, key.type, key.id, version.getAsLong(), key.claimant),
          body,
          end);
    }
  }
}

package io.salus.cli.stack;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ProcessIdentityTest {
  @Test
  void knowsALivingProcess() {
    var self = ProcessIdentity.of(ProcessHandle.current().pid()).orElseThrow();
    assertTrue(self.alive());
    assertTrue(self.residentBytes() > 0);
  }

  @Test
  void isNotFooledByAReusedNumber() {
    var self = ProcessIdentity.of(ProcessHandle.current().pid()).orElseThrow();
    assertFalse(new ProcessIdentity(self.pid(), self.startTicks() - 1, self.boot()).alive());
    assertFalse(new ProcessIdentity(self.pid(), self.startTicks(), "another boot").alive());
  }

  @Test
  void knowsADeadProcess() throws Exception {
    Process process = new ProcessBuilder("cat").start();
    var identity = ProcessIdentity.of(process.pid()).orElseThrow();
    identity.signal("KILL");
    process.waitFor();
    assertFalse(identity.alive());
  }
}

package io.salus.gateway.cds;

import java.util.List;

/** The answer of the discovery endpoint, https://cds-hooks.hl7.org/2.0/#discovery. */
record CdsServices(List<CdsService> services) {

  /**
   * @param id last part of the service's address
   * @param hook when it is to be called
   */
  record CdsService(String hook, String title, String description, String id) {}
}

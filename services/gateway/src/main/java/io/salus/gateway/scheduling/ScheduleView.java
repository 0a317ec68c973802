package io.salus.gateway.scheduling;

/**
 * @param schedule id of the FHIR Schedule
 */
record ScheduleView(String schedule) {}

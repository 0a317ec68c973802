package io.salus.scheduling.calendar;

import java.time.DayOfWeek;

/**
 * Hours of one weekday, local to the calendar's time zone.
 *
 * @param startMinute first minute of the day, 0 to 1439
 * @param endMinute minute after the last, 1 to 1440
 */
public record Hours(DayOfWeek day, int startMinute, int endMinute) {}

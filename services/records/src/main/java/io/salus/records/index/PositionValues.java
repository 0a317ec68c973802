package io.salus.records.index;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.records.index.IndexEntries.Position;
import java.math.BigDecimal;

/** Places on the globe. */
record PositionValues(String param) implements ValueExtractor {
  @Override
  public boolean extract(JsonNode value, EntryCollector collector) {
    BigDecimal latitude = Numbers.of(value.path("latitude"));
    BigDecimal longitude = Numbers.of(value.path("longitude"));
    if (latitude != null && longitude != null) {
      double north = latitude.doubleValue();
      double east = longitude.doubleValue();
      if (Math.abs(north) <= 90 && Math.abs(east) <= 180) {
        collector.add(new Position(param, north, east));
      }
    }
    return true;
  }
}

package io.salus.records.terminology;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.store.Json;
import org.jspecify.annotations.Nullable;

/**
 * What {@code $validate-code} says of one code.
 *
 * @param message why not, or a remark; null for none
 * @param display the right display, if it is known
 */
record Verdict(boolean result, @Nullable String message, @Nullable String display) {
  static Verdict no(String message) {
    return new Verdict(false, message, null);
  }

  /** Yes, unless a display is given that nobody uses for the code. */
  static Verdict of(Member member, @Nullable String display) {
    String right = member.display();
    if (display == null || display.isEmpty() || right == null || Displays.has(member, display)) {
      return new Verdict(true, null, right);
    }
    return new Verdict(
        false, "The display is not one of this code; it should be '" + right + "'.", right);
  }

  ObjectNode parameters() {
    ObjectNode parameters = Json.object().put("resourceType", "Parameters");
    ArrayNode list = parameters.putArray("parameter");
    list.addObject().put("name", "result").put("valueBoolean", result);
    if (message != null) {
      list.addObject().put("name", "message").put("valueString", message);
    }
    if (display != null) {
      list.addObject().put("name", "display").put("valueString", display);
    }
    return parameters;
  }
}

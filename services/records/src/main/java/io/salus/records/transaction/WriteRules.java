package io.salus.records.transaction;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.arc.All;
import io.salus.records.store.TenantHash;
import io.salus.service.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The rules of all features, by resource type. */
@ApplicationScoped
class WriteRules {
  private final Map<String, WriteRule> byType;

  WriteRules(@All List<WriteRule> rules) {
    byType = rules.stream().collect(Collectors.toMap(WriteRule::type, Function.identity()));
  }

  /** Whether a rule is about resources of the type. */
  boolean has(String type) {
    return byType.containsKey(type);
  }

  void apply(Caller caller, TenantHash hash, String type, ObjectNode resource, String place) {
    WriteRule rule = byType.get(type);
    if (rule != null) {
      rule.apply(caller, hash, resource, place);
    }
  }
}

package io.salus.service.security;

import java.util.Set;

/**
 * What scopes allow. FHIR scopes follow SMART App Launch 2.0 (hl7.org/fhir/smart-app-launch,
 * "Scopes for requesting FHIR Resources"); v1's {@code read}, {@code write} and {@code *} are taken
 * too.
 */
final class Scopes {
  private Scopes() {}

  static boolean allow(Set<String> granted, String wanted) {
    if (granted.contains(wanted) || granted.contains("salus/*.*")) {
      return true;
    }
    int dot = wanted.indexOf('.');
    return dot > 0 && granted.contains(wanted.substring(0, dot) + ".*");
  }

  /** A caller with a patient context is allowed by {@code patient/} scopes alone. */
  static boolean allowFhir(
      Set<String> granted, String type, char interaction, boolean patientContext) {
    for (String scope : granted) {
      int slash = scope.indexOf('/');
      int dot = scope.indexOf('.', slash + 1);
      if (slash < 0 || dot < 0 || scope.indexOf('?') >= 0) {
        continue; // a scope narrowed by a query is not understood, so it grants nothing
      }
      String context = scope.substring(0, slash);
      boolean contextFits =
          patientContext
              ? context.equals("patient")
              : context.equals("system") || context.equals("user");
      String scopeType = scope.substring(slash + 1, dot);
      if (contextFits
          && (scopeType.equals("*") || scopeType.equals(type))
          && permits(scope.substring(dot + 1), interaction)) {
        return true;
      }
    }
    return false;
  }

  private static boolean permits(String permissions, char interaction) {
    return switch (permissions) {
      case "*" -> true;
      case "read" -> interaction == 'r' || interaction == 's';
      case "write" -> interaction == 'c' || interaction == 'u' || interaction == 'd';
      default -> permissions.indexOf(interaction) >= 0;
    };
  }
}

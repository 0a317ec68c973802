package io.salus.records.validation;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.ConceptValidationOptions;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.context.support.ValidationSupportContext;
import ca.uhn.fhir.parser.DataFormatException;
import io.salus.records.terminology.StoredCodes;
import io.salus.records.terminology.StoredDefinitions;
import io.salus.service.security.Caller;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/**
 * What a tenant has stored, for HAPI. Codes are checked by this service's own terminology, which
 * holds large code systems in a tenth of the memory.
 */
final class TenantSupport implements IValidationSupport {
  /** HAPI's model of a larger code system would fill the heap; its codes are checked without. */
  private static final int LARGEST_CODE_SYSTEM = 1 << 20;

  /**
   * @param caller the tenant, whoever asks
   */
  record Source(Caller caller, StoredDefinitions definitions, StoredCodes codes) {
    Optional<byte[]> body(String type, String url) {
      return definitions
          .find(caller, type, url)
          .flatMap(
              found ->
                  found.isEmpty()
                      ? io.smallrye.mutiny.Uni.createFrom().item(Optional.<byte[]>empty())
                      : definitions.body(caller, found.get()))
          .await()
          .indefinitely();
    }
  }

  private final FhirContext context;
  private final Source source;

  TenantSupport(FhirContext context, Source source) {
    this.context = context;
    this.source = source;
  }

  @Override
  public FhirContext getFhirContext() {
    return context;
  }

  @Override
  public @Nullable IBaseResource fetchStructureDefinition(String url) {
    return parsed("StructureDefinition", url, Integer.MAX_VALUE);
  }

  @Override
  public @Nullable IBaseResource fetchValueSet(String url) {
    return parsed("ValueSet", url, LARGEST_CODE_SYSTEM);
  }

  @Override
  public @Nullable IBaseResource fetchCodeSystem(String url) {
    return parsed("CodeSystem", url, LARGEST_CODE_SYSTEM);
  }

  @Override
  public <T extends IBaseResource> @Nullable T fetchResource(@Nullable Class<T> type, String url) {
    if (type == null || !isDefinition(type.getSimpleName())) {
      return null;
    }
    IBaseResource found = parsed(type.getSimpleName(), url, LARGEST_CODE_SYSTEM);
    return type.isInstance(found) ? type.cast(found) : null;
  }

  private static boolean isDefinition(String type) {
    return type.equals("StructureDefinition")
        || type.equals("ValueSet")
        || type.equals("CodeSystem");
  }

  private @Nullable IBaseResource parsed(String type, @Nullable String url, int largest) {
    if (url == null || url.isEmpty()) {
      return null;
    }
    Optional<byte[]> body = source.body(type, url).filter(json -> json.length <= largest);
    try {
      return body.map(
              json ->
                  context.newJsonParser().parseResource(new String(json, StandardCharsets.UTF_8)))
          .orElse(null);
    } catch (DataFormatException e) {
      return null;
    }
  }

  @Override
  public boolean isCodeSystemSupported(ValidationSupportContext root, @Nullable String system) {
    return system != null
        && !system.isEmpty()
        && source.codes().has(source.caller(), "CodeSystem", system);
  }

  @Override
  public boolean isValueSetSupported(ValidationSupportContext root, @Nullable String url) {
    return url != null && !url.isEmpty() && source.codes().has(source.caller(), "ValueSet", url);
  }

  @Override
  public @Nullable CodeValidationResult validateCode(
      ValidationSupportContext root,
      ConceptValidationOptions options,
      @Nullable String system,
      @Nullable String code,
      @Nullable String display,
      @Nullable String valueSet) {
    if (code == null) {
      return null;
    }
    if (valueSet != null && !valueSet.isEmpty()) {
      return inValueSet(system, code, display, valueSet);
    }
    return system == null || system.isEmpty()
        ? null
        : result(system, code, source.codes().inSystem(source.caller(), system, code, display));
  }

  @Override
  public @Nullable CodeValidationResult validateCodeInValueSet(
      ValidationSupportContext root,
      ConceptValidationOptions options,
      @Nullable String system,
      @Nullable String code,
      @Nullable String display,
      IBaseResource valueSet) {
    String url = context.newTerser().getSinglePrimitiveValueOrNull(valueSet, "url");
    return code == null || url == null ? null : inValueSet(system, code, display, url);
  }

  private @Nullable CodeValidationResult inValueSet(
      @Nullable String system, String code, @Nullable String display, String valueSet) {
    String named = system == null || system.isEmpty() ? null : system;
    return result(
        system, code, source.codes().inValueSet(source.caller(), valueSet, named, code, display));
  }

  private static @Nullable CodeValidationResult result(
      @Nullable String system, String code, Optional<StoredCodes.Check> check) {
    if (check.isEmpty()) {
      return null;
    }
    StoredCodes.Check said = check.get();
    CodeValidationResult result = new CodeValidationResult().setDisplay(said.display());
    if (said.known()) {
      result.setCode(code);
      return said.displayFits()
          ? result
          : result.setSeverity(IssueSeverity.WARNING).setMessage(said.message());
    }
    String message = "Unknown code '" + system + "#" + code + "'";
    return result
        .setSeverity(IssueSeverity.ERROR)
        .setMessage(message)
        .addIssue(
            new CodeValidationIssue(
                message,
                IssueSeverity.ERROR,
                CodeValidationIssueCode.CODE_INVALID,
                CodeValidationIssueCoding.NOT_IN_VS));
  }
}

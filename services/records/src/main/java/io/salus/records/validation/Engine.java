package io.salus.records.validation;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.SingleValidationMessage;
import ca.uhn.fhir.validation.ValidationOptions;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.SnapshotGeneratingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.jspecify.annotations.Nullable;

/**
 * HAPI's validator with the definitions of R4, and those of a tenant before them. It asks nobody
 * outside of this process.
 */
final class Engine implements AutoCloseable {
  private final ValidationSupportChain definitions;
  private final FhirValidator validator;

  private Engine(@Nullable TenantSupport tenant, FhirContext context) {
    List<IValidationSupport> chain = new ArrayList<>();
    if (tenant != null) {
      chain.add(tenant);
    }
    chain.add(new DefaultProfileValidationSupport(context));
    chain.add(new CommonCodeSystemsTerminologyService(context));
    chain.add(new InMemoryTerminologyServerValidationSupport(context));
    chain.add(new SnapshotGeneratingValidationSupport(context));
    this.definitions = new ValidationSupportChain(chain);
    FhirInstanceValidator instances = new FhirInstanceValidator(definitions);
    instances.setAnyExtensionsAllowed(true);
    instances.setErrorForUnknownProfiles(false);
    instances.setAssumeValidRestReferences(true);
    this.validator = context.newValidator().registerValidatorModule(instances);
  }

  static Engine ofStandard() {
    return new Engine(null, FhirContext.forR4Cached());
  }

  static Engine ofTenant(TenantSupport.Source source) {
    FhirContext context = FhirContext.forR4Cached();
    return new Engine(new TenantSupport(context, source), context);
  }

  /** Drops the definitions of R4, which all engines share and HAPI would keep for ever. */
  static void dropDefinitions() {
    new DefaultProfileValidationSupport(FhirContext.forR4Cached()).flush();
  }

  boolean knowsProfile(String url) {
    return definitions.fetchStructureDefinition(url) != null;
  }

  /**
   * What is found in a resource.
   *
   * @param profiles that it has to keep beside those that it names itself
   */
  List<SingleValidationMessage> validate(String json, List<String> profiles) {
    ValidationOptions options = new ValidationOptions();
    profiles.forEach(options::addProfile);
    return validator.validateWithResult(json, options).getMessages();
  }

  @Override
  public void close() {
    definitions.stop();
  }
}

package io.salus.records.view;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.definition.R4;
import io.salus.records.store.TenantHash;
import io.salus.records.transaction.WriteRule;
import io.salus.service.errors.AppException.Unprocessable;
import io.salus.service.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;

/** A ViewDefinition that cannot run is not stored. */
@ApplicationScoped
class ViewDefinitionRule implements WriteRule {
  static final String TYPE = "ViewDefinition";

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public void apply(Caller caller, TenantHash hash, ObjectNode resource, String place) {
    compile(resource, place);
  }

  /**
   * @param place of the definition, for errors
   * @throws Unprocessable when it is wrong, with the place of the mistake in it
   */
  static View compile(ObjectNode definition, String place) {
    try {
      var view = View.compile(definition);
      if (!R4.isResourceType(view.resource())) {
        throw new Unprocessable("This is no resource type of FHIR R4.", place + ".resource");
      }
      return view;
    } catch (ViewException e) {
      throw new Unprocessable("The view is wrong: " + e.detail() + ".", place + "." + e.place());
    }
  }
}

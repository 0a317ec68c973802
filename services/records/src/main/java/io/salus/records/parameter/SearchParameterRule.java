package io.salus.records.parameter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.definition.SearchParameter;
import io.salus.records.index.OwnParameter;
import io.salus.records.index.OwnParameterCompiler;
import io.salus.records.index.TenantParams;
import io.salus.records.store.TenantHash;
import io.salus.records.transaction.WriteRule;
import io.salus.service.errors.AppException.Unprocessable;
import io.salus.service.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;

/** An active search parameter is stored only when searches can use it. */
@ApplicationScoped
class SearchParameterRule implements WriteRule {
  @Override
  public String type() {
    return "SearchParameter";
  }

  @Override
  public void apply(Caller caller, TenantHash hash, ObjectNode resource, String place) {
    if (!OwnParameterCompiler.isActive(resource)) {
      return;
    }
    String id = resource.path("id").asText();
    for (SearchParameter definition : OwnParameterCompiler.compile(resource, place)) {
      for (OwnParameter other : TenantParams.of(caller.tenant()).own()) {
        if (!other.id().equals(id)
            && other.definition().type().equals(definition.type())
            && other.definition().code().equals(definition.code())) {
          throw new Unprocessable(
              "SearchParameter/" + other.id() + " has the same code for " + definition.type() + ".",
              place + ".code");
        }
      }
    }
  }
}

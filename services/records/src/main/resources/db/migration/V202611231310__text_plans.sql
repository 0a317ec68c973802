-- As for resources: which texts a row has is found by its number, not by going through those of its tenant.
alter policy resource_string_tenant on resource_string using ((tenant = nullif(current_setting('salus.tenant', true), '')) is true);

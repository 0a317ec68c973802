-- A patient's values in a stored prediction are encrypted by the service: no statement here could do it.
alter table prediction add column sealed bytea;
alter table prediction alter column inputs drop not null;
alter table prediction alter column input_sha256 drop not null;
alter table prediction alter column contributions drop not null;
alter table prediction alter column warnings drop not null;
alter table prediction add constraint prediction_sealed_or_plain check (
  case when sealed is null
    then inputs is not null and input_sha256 is not null and contributions is not null and warnings is not null
    else coalesce(inputs, input_sha256, contributions, explanation, warnings) is null
  end);
comment on column prediction.sealed is 'Inputs with their hash, contributions, explanation and warnings, encrypted by the tenant''s key and bound to this row.';
comment on column prediction.inputs is 'What went into the model, the exact JSON text that input_sha256 is of; only in rows that are not sealed yet.';
create index prediction_not_sealed on prediction (tenant, id) where sealed is null;

create function tenants_with_plain_predictions() returns setof text language sql security definer set search_path = public as $$
  select distinct tenant from prediction where sealed is null
$$;
comment on function tenants_with_plain_predictions is 'As the owner, over all tenants at once; it tells names of tenants only.';

-- The app may not change a prediction; this lets it put the sealed values in the place of the plain ones, once.
create function seal_prediction(prediction_id uuid, sealed_values bytea) returns boolean
language plpgsql security definer set search_path = public as $$
begin
  update prediction
    set sealed = sealed_values, inputs = null, input_sha256 = null, contributions = null, explanation = null, warnings = null
    where id = prediction_id and sealed is null and tenant = nullif(current_setting('salus.tenant', true), '');
  return found;
end $$;

revoke execute on function tenants_with_plain_predictions, seal_prediction from public;
grant execute on function tenants_with_plain_predictions, seal_prediction to "${app_role}";

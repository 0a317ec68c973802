-- Several reads by id in one call: under load most of a read's cost is the message that asks and the message that answers.

create function read_resources(p_tenant text, p_patient bigint, p_types text[], p_ids text[])
returns table (place integer, version integer, last_updated timestamptz, body bytea)
language plpgsql as $$
#variable_conflict use_column
begin
  perform set_config('salus.tenant', p_tenant, true);
  if p_patient is null then
    return query
      select w.place::integer, r.version, r.last_updated, r.body
      from unnest(p_types, p_ids) with ordinality w(type, id, place)
      join resource r on r.tenant = p_tenant and r.type = w.type and r.id = w.id and r.version > 0;
  else
    return query
      select w.place::integer, r.version, r.last_updated, r.body
      from unnest(p_types, p_ids) with ordinality w(type, id, place)
      join resource r on r.tenant = p_tenant and r.type = w.type and r.id = w.id and r.version > 0
      join resource_index x on x.rid = r.rid
      where p_patient = any (x.tokens);
  end if;
end $$;
comment on function read_resources is
  'The present versions of several resources; place counts the pairs of type and id from 1, and what the caller cannot see has no row.';

revoke execute on function read_resources from public;
grant execute on function read_resources to "${app_role}";

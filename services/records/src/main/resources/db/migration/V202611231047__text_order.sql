-- What sorts need of guarded tables, for many rows in one call: one call a row took ten times as long.

create function search_text_order(p_tenant text, p_param bigint, p_descending boolean, p_limit integer) returns table (rid bigint)
language plpgsql stable as $$
#variable_conflict use_column
begin
  perform set_config('salus.tenant', p_tenant, true);
  if p_descending then
    return query
      select s.rid from resource_string s where s.tenant = p_tenant and s.param = p_param
      order by s.value desc, s.rid desc limit p_limit;
  else
    return query
      select s.rid from resource_string s where s.tenant = p_tenant and s.param = p_param
      order by s.value, s.rid limit p_limit;
  end if;
end $$;
comment on function search_text_order is 'Resources in the order of their first (or last) texts. Those with several texts come several times.';

create function search_text_keys(p_tenant text, p_rid bigint[], p_param bigint[], p_descending boolean) returns text[]
language plpgsql stable as $$
begin
  perform set_config('salus.tenant', p_tenant, true);
  return array(
    select (
      select case when p_descending then max(s.value) else min(s.value) end
      from resource_string s
      where s.rid = e.rid and s.param = any (p_param))
    from unnest(p_rid) with ordinality e (rid, n)
    order by e.n);
end $$;
comment on function search_text_keys is 'What each resource is sorted by: its first or last text, or null.';

create function search_id_keys(p_tenant text, p_rid bigint[]) returns text[]
language plpgsql stable as $$
begin
  perform set_config('salus.tenant', p_tenant, true);
  return array(
    select (select r.id from resource r where r.rid = e.rid)
    from unnest(p_rid) with ordinality e (rid, n)
    order by e.n);
end $$;

drop function search_text_key(text, bigint, bigint[], boolean);

revoke execute on function search_text_order, search_text_keys, search_id_keys from public;
grant execute on function search_text_order, search_text_keys, search_id_keys to "${app_role}";

-- The history of a resource, of a type or of everything, newest first. A place in it is the time of a version and the number of its resource: versions of
-- one resource never share a time.

create index resource_index_deleted on resource_index (tenant, updated, rid) where kind = 0;
comment on index resource_index_deleted is 'Deletes are in the history too, and have lost their type in the index.';

create function read_history(
  p_tenant text,
  p_patient bigint,
  p_types text[],
  p_kinds bigint[],
  p_id text,
  p_from timestamptz,
  p_until timestamptz,
  p_current_after timestamptz,
  p_before timestamptz,
  p_before_rid bigint,
  p_limit integer)
returns table (type text, id text, version integer, last_updated timestamptz, method text, body bytea, rid bigint)
language plpgsql as $$
#variable_conflict use_column
declare
  v_rid bigint;
  v_before timestamptz := least(p_before, p_until);
  v_low bigint := (extract(epoch from p_from) * 1000000)::bigint;
  v_high bigint := (extract(epoch from least(p_before, p_until)) * 1000000)::bigint;
begin
  perform set_config('salus.tenant', p_tenant, true);
  if p_id <> '' then
    select r.rid into v_rid from resource r where r.tenant = p_tenant and r.type = p_types[1] and r.id = p_id and r.version > 0;
    if v_rid is null then
      return;
    end if;
  end if;

  return query
    select v.type, o.id, v.version, v.last_updated, v.method, v.body, v.rid
    from (
      (select r.type, r.version, r.last_updated, r.method, r.body, r.rid
       from resource r join resource_index x on x.rid = r.rid
       where v_rid is not null and r.rid = v_rid
         and r.last_updated >= p_from and r.last_updated <= v_before
         and (r.last_updated, r.rid) < (p_before, p_before_rid) and r.last_updated < p_until
         and (p_patient is null or p_patient = any (x.tokens))
         and (r.method <> 'DELETE' or r.last_updated >= p_current_after))
      union all
      (select h.type, h.version, h.last_updated, h.method, h.body, h.rid
       from resource_history h
       where v_rid is not null and h.rid = v_rid
         and h.last_updated >= p_from and h.last_updated <= v_before
         and (h.last_updated, h.rid) < (p_before, p_before_rid) and h.last_updated < p_until
         and (p_patient is null or p_patient = any (h.patients))
         and replaced_after(h.rid, h.version, h.method, h.last_updated, p_current_after)
       order by h.last_updated desc
       limit p_limit)
      union all
      (select c.type, c.version, c.last_updated, c.method, c.body, c.rid
       from unnest(p_kinds) k (kind)
       cross join lateral (
         select r.type, r.version, r.last_updated, r.method, r.body, r.rid
         from resource_index x join resource r on r.rid = x.rid
         where x.kind = k.kind and x.updated between v_low and v_high
           and r.last_updated < p_until and (r.last_updated, r.rid) < (p_before, p_before_rid)
           and (p_patient is null or p_patient = any (x.tokens))
         order by x.updated desc, x.rid desc
         limit p_limit) c
       where v_rid is null)
      union all
      (select r.type, r.version, r.last_updated, r.method, r.body, r.rid
       from resource_index x join resource r on r.rid = x.rid
       where v_rid is null and x.kind = 0 and x.tenant = p_tenant and x.updated between v_low and v_high
         and r.type = any (p_types) and r.version > 0
         and r.last_updated < p_until and (r.last_updated, r.rid) < (p_before, p_before_rid)
         and (p_patient is null or p_patient = any (x.tokens))
         and r.last_updated >= p_current_after
       order by x.updated desc, x.rid desc
       limit p_limit)
      union all
      (select c.type, c.version, c.last_updated, c.method, c.body, c.rid
       from unnest(p_types) t (type)
       cross join lateral (
         select h.type, h.version, h.last_updated, h.method, h.body, h.rid
         from resource_history h
         where h.tenant = p_tenant and h.type = t.type
           and h.last_updated >= p_from and h.last_updated <= v_before
           and h.last_updated < p_until and (h.last_updated, h.rid) < (p_before, p_before_rid)
           and (p_patient is null or p_patient = any (h.patients))
           and replaced_after(h.rid, h.version, h.method, h.last_updated, p_current_after)
         order by h.last_updated desc, h.rid desc
         limit p_limit) c
       where v_rid is null)
    ) v
    join resource o on o.rid = v.rid
    order by v.last_updated desc, v.rid desc
    limit p_limit;
end $$;
comment on function read_history is
  'Versions from p_from on, before p_until and before the place (p_before, p_before_rid). p_current_after leaves out versions that were replaced by then, and deletes before it: what was current in a span of time.';

create function replaced_after(p_rid bigint, p_version integer, p_method text, p_last_updated timestamptz, p_time timestamptz) returns boolean
language plpgsql stable as $$
begin
  if p_last_updated >= p_time then
    return true;
  end if;
  return p_method <> 'DELETE'
    and coalesce(
      (select h.last_updated from resource_history h where h.rid = p_rid and h.version = p_version + 1),
      (select r.last_updated from resource r where r.rid = p_rid)) > p_time;
end $$;
comment on function replaced_after is 'Whether a past version was still the present one after a time. Needs the tenant set.';

revoke execute on function read_history, replaced_after from public;
grant execute on function read_history, replaced_after to "${app_role}";

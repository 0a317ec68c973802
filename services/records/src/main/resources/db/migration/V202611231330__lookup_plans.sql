-- Each thing that is looked up is found by an index on its own, so that no plan walks through all of a tenant and compares: PostgreSQL did so while its
-- statistics did not know how large the tenant had become.

create or replace function search_texts(p_tenant text, p_param bigint[], p_from text[], p_to text[], p_limit integer) returns table (rid bigint)
language plpgsql stable rows 100 as $$
#variable_conflict use_column
begin
  perform set_config('salus.tenant', p_tenant, true);
  return query
    select s.rid
    from unnest(p_param) p (param)
    cross join unnest(p_from, p_to) v (start, finish)
    cross join lateral (
      select s.rid from resource_string s
      where s.tenant = p_tenant and s.param = p.param and s.value >= v.start and s.value < v.finish
      offset 0) s
    limit nullif(p_limit, 0);
end $$;

create or replace function search_texts_within(p_tenant text, p_param bigint[], p_text text[], p_limit integer) returns table (rid bigint)
language plpgsql stable rows 100 as $$
#variable_conflict use_column
begin
  perform set_config('salus.tenant', p_tenant, true);
  return query
    select s.rid
    from unnest(p_param) p (param)
    cross join lateral (
      select s.rid, s.value from resource_string s where s.tenant = p_tenant and s.param = p.param offset 0) s
    where exists (select from unnest(p_text) t (text) where strpos(s.value, t.text) > 0)
    limit nullif(p_limit, 0);
end $$;

create or replace function search_concepts(p_tenant text, p_param bigint[], p_from text[], p_to text[]) returns bigint[]
language plpgsql stable as $$
begin
  perform set_config('salus.tenant', p_tenant, true);
  return array(
    select distinct c.hash
    from unnest(p_param) p (param)
    cross join unnest(p_from, p_to) v (start, finish)
    cross join lateral (
      select c.hash from concept_text c
      where c.tenant = p_tenant and c.param = p.param and c.value >= v.start and c.value < v.finish
      offset 0) c);
end $$;

create or replace function search_edges(p_tenant text, p_type text[], p_id text[], p_param bigint[]) returns bigint[]
language plpgsql stable as $$
begin
  perform set_config('salus.tenant', p_tenant, true);
  return array(
    select hashint8extended(r.rid, p.param)
    from unnest(p_type, p_id) e (type, id)
    cross join lateral (
      select r.rid from resource r where r.tenant = p_tenant and r.type = e.type and r.id = e.id offset 0) r
    cross join unnest(p_param) p (param));
end $$;

create or replace function search_ids(p_tenant text, p_type text[], p_id text[]) returns bigint[]
language plpgsql stable as $$
begin
  perform set_config('salus.tenant', p_tenant, true);
  return array(
    select r.rid
    from unnest(p_type) t (type)
    cross join unnest(p_id) i (id)
    cross join lateral (
      select r.rid from resource r where r.tenant = p_tenant and r.type = t.type and r.id = i.id offset 0) r);
end $$;

create or replace function read_resources(p_tenant text, p_patient bigint, p_types text[], p_ids text[])
returns table (place integer, version integer, last_updated timestamptz, body bytea)
language plpgsql as $$
#variable_conflict use_column
begin
  perform set_config('salus.tenant', p_tenant, true);
  if p_patient is null then
    return query
      select w.place::integer, r.version, r.last_updated, r.body
      from unnest(p_types, p_ids) with ordinality w (type, id, place)
      cross join lateral (
        select r.version, r.last_updated, r.body from resource r
        where r.tenant = p_tenant and r.type = w.type and r.id = w.id and r.version > 0
        offset 0) r;
  else
    return query
      select w.place::integer, r.version, r.last_updated, r.body
      from unnest(p_types, p_ids) with ordinality w (type, id, place)
      cross join lateral (
        select r.rid, r.version, r.last_updated, r.body from resource r
        where r.tenant = p_tenant and r.type = w.type and r.id = w.id and r.version > 0
        offset 0) r
      cross join lateral (
        select from resource_index x where x.rid = r.rid and p_patient = any (x.tokens) offset 0) x;
  end if;
end $$;

-- Results of sorted searches that are longer than a page link can hold are kept for the pages that follow: their order would else move under the reader.

create unlogged table search_result (
  id uuid not null,
  made_at timestamptz not null default now(),
  tenant text collate "C" not null,
  rids bigint[] not null,
  constraint search_result_pk primary key (tenant, id)
);
comment on table search_result is
  'Numbers of the resources that a search found, in its order. Not logged: after a crash a client searches again, as after the quarter of an hour that it is kept.';
comment on column search_result.id is 'Time-ordered; known from signed page links only.';
create index search_result_made_at on search_result (made_at);
alter table search_result enable row level security;
create policy search_result_tenant on search_result using (tenant = nullif(current_setting('salus.tenant', true), ''));

create function search_keep(p_tenant text, p_id uuid, p_rids bigint[], p_most integer) returns integer
language plpgsql as $$
begin
  perform set_config('salus.tenant', p_tenant, true);
  delete from search_result r
  where r.tenant = p_tenant
    and r.id in (select o.id from search_result o where o.tenant = p_tenant order by o.id desc offset p_most - 1);
  insert into search_result (id, tenant, rids) values (p_id, p_tenant, p_rids);
  return cardinality(p_rids);
end $$;
comment on function search_keep is 'Keeps a result and answers its length. Of a tenant''s results only the newest stay.';

create function search_kept(p_tenant text, p_id uuid, p_from integer, p_to integer) returns bigint[]
language plpgsql stable as $$
declare
  v_rids bigint[];
begin
  perform set_config('salus.tenant', p_tenant, true);
  select r.rids[p_from : p_to] into v_rids from search_result r where r.tenant = p_tenant and r.id = p_id;
  if v_rids is null then
    raise exception 'the result is not kept any more' using errcode = 'no_data_found';
  end if;
  return v_rids;
end $$;

create function search_forget(p_before timestamptz) returns void
language sql security definer set search_path = pg_catalog, public as $$
  delete from search_result r where r.made_at < p_before
$$;
comment on function search_forget is 'Drops results that are old. As the owner, of all tenants at once.';

create function search_bodies(p_tenant text, p_rids bigint[])
returns table (rid bigint, type text, id text, version integer, last_updated timestamptz, body bytea)
language plpgsql stable as $$
#variable_conflict use_column
begin
  perform set_config('salus.tenant', p_tenant, true);
  return query
    select r.rid, r.type, r.id, r.version, r.last_updated, r.body
    from unnest(p_rids) e (rid)
    join resource r on r.rid = e.rid
    where r.body is not null;
end $$;
comment on function search_bodies is 'What a result is sorted by where the index does not hold it: codes, addresses and references.';

-- There is no list of pending entries to be brought in order.
drop function search_settle();

revoke execute on function search_keep, search_kept, search_forget, search_bodies from public;
grant select, insert, delete on search_result to "${app_role}";
grant execute on function search_keep, search_kept, search_forget, search_bodies to "${app_role}";

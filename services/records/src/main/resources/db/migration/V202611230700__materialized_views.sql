-- Rows of views that are kept, and kept fresh from the log of changes.

create sequence materialized_generation;

create table materialized_view (
  generation bigint,
  building bigint,
  transaction xid8 not null default '0',
  definition_version integer not null,
  built_at timestamptz,
  tenant text collate "C" not null,
  id text collate "C" not null,
  type text collate "C" not null,
  definition text not null,
  failure text,
  constraint materialized_view_pk primary key (tenant, id)
);
comment on table materialized_view is 'Views whose rows are kept, by the id of their ViewDefinition.';
comment on column materialized_view.generation is 'The rows that answer; null until they have been built once.';
comment on column materialized_view.building is 'The rows that a job is making; null when none is.';
comment on column materialized_view.transaction is 'The rows hold everything that transactions before this one did.';
comment on column materialized_view.definition_version is 'Version of the ViewDefinition. When that has another one, or is deleted, the rows go.';
comment on column materialized_view.failure is 'Why the rows are not kept any more: a resource that the view does not fit.';

create table materialized_row (
  generation bigint not null,
  rid bigint not null,
  tenant text collate "C" not null,
  rows jsonb not null,
  constraint materialized_row_pk primary key (generation, rid)
);
comment on table materialized_row is 'The rows of one resource in one view: an array of arrays, in the order of the columns. Resources that give no row have none.';

alter table materialized_view enable row level security;
alter table materialized_row enable row level security;
create policy materialized_view_tenant on materialized_view using (tenant = nullif(current_setting('salus.tenant', true), ''));
create policy materialized_row_tenant on materialized_row using (tenant = nullif(current_setting('salus.tenant', true), ''));

create function follow_for_views(p_tenant text) returns void language plpgsql as $$
begin
  -- Who else reads the log keeps books of where it begins.
  if to_regprocedure('follow_changes(text, text)') is not null then
    perform follow_changes(p_tenant, 'views');
  else
    insert into change_follower (tenant, name) values (p_tenant, 'views') on conflict do nothing;
  end if;
end $$;
comment on function follow_for_views is 'From now on the changes of the tenant are logged. Needs the tenant set.';

create function views_behind() returns setof text language sql security definer set search_path = public as $$
  select distinct v.tenant
  from materialized_view v
  where exists (
    select from change_log l
    where l.tenant = v.tenant and l.transaction >= v.transaction and l.transaction < pg_snapshot_xmin(pg_current_snapshot()))
$$;
comment on function views_behind is 'Tenants with changes that a view has not read. As the owner, over all tenants at once; it tells names of tenants only.';

revoke execute on function follow_for_views, views_behind from public;
grant execute on function follow_for_views, views_behind to "${app_role}";
grant usage on sequence materialized_generation to "${app_role}";
grant select, insert, update, delete on materialized_view, materialized_row to "${app_role}";

-- Who follows the changes of a tenant, and what is still to be told to whom.

alter table change_follower add column transaction xid8 not null default '0';
alter table change_follower add column seen_at timestamptz not null default now();
comment on column change_follower.transaction is 'With position the place in the log up to which the follower has read, in the order of (transaction, number).';
comment on column change_follower.seen_at is 'When somebody last followed under this name; streams of events leave theirs behind.';

create table change_horizon (
  tenant text collate "C" not null,
  transaction xid8 not null,
  number bigint not null,
  constraint change_horizon_pk primary key (tenant)
);
comment on table change_horizon is 'The log of a tenant holds everything behind this place: what was before is removed, or was never logged. Not guarded: it holds no data of resources.';

create table subscription (
  tenant text collate "C" not null,
  id text collate "C" not null,
  version integer not null,
  since xid8 not null,
  next_at timestamptz,
  owner uuid,
  lease_until timestamptz,
  delivered bigint not null default 0,
  failures bigint not null default 0,
  last_delivered_at timestamptz,
  last_failed_at timestamptz,
  last_error text,
  constraint subscription_pk primary key (tenant, id)
);
comment on table subscription is
  'How far each Subscription resource has been told. Not guarded, since a process looks for what is due in all tenants: it holds ids, times and what an endpoint answered, nothing of resources.';
comment on column subscription.version is 'Version of the resource, for those who keep it in memory.';
comment on column subscription.since is 'Changes of this transaction and later ones are told: none that came after the subscription, and at most some that were under way, is left out or added.';
comment on column subscription.next_at is 'When to look at it next; null when there is nothing to tell.';
comment on column subscription.owner is 'The process that tells it now, until lease_until; one at a time, so that the order holds.';
comment on column subscription.failures is 'Tries that failed; a notification can have many.';
create index subscription_due on subscription (next_at) where next_at is not null;

create table subscription_delivery (
  number bigint generated always as identity,
  at timestamptz not null,
  version integer not null,
  attempts integer not null default 0,
  dead boolean not null default false,
  tenant text collate "C" not null,
  subscription text collate "C" not null,
  type text collate "C" not null,
  id text collate "C" not null,
  error text,
  constraint subscription_delivery_pk primary key (tenant, subscription, number),
  constraint subscription_delivery_of foreign key (tenant, subscription) references subscription (tenant, id) on delete cascade
);
comment on table subscription_delivery is 'What is still to be told, in order; a row goes when the endpoint has taken it.';
comment on column subscription_delivery.dead is 'Was tried as often as it should be, and waits for somebody to ask for it again.';

alter table subscription_delivery enable row level security;
create policy subscription_delivery_tenant on subscription_delivery
  using (tenant = nullif(current_setting('salus.tenant', true), ''));

create function follow_changes(p_tenant text, p_name text) returns void language plpgsql as $$
begin
  if not exists (select from change_follower f where f.tenant = p_tenant)
     or not exists (select from change_horizon h where h.tenant = p_tenant) then
    insert into change_horizon as h (tenant, transaction, number)
    values (p_tenant, pg_snapshot_xmin(pg_current_snapshot()), 0)
    on conflict on constraint change_horizon_pk do update
    set transaction = greatest(excluded.transaction, h.transaction), number = 0;
  end if;
  -- The share of the row keeps it from being removed meanwhile as nobody's; who just removed it makes us begin again.
  loop
    insert into change_follower (tenant, name, transaction, position)
    values (p_tenant, p_name, pg_snapshot_xmin(pg_current_snapshot()), 0)
    on conflict on constraint change_follower_pk do nothing;
    perform from change_follower f where f.tenant = p_tenant and f.name = p_name for key share;
    exit when found;
  end loop;
end $$;
comment on function follow_changes is 'From now on the changes of the tenant are logged. Needs the tenant set.';

create function follow_subscription() returns trigger language plpgsql as $$
begin
  if new.method = 'DELETE' then
    delete from subscription s where s.tenant = new.tenant and s.id = new.id;
  else
    perform follow_changes(new.tenant, 'subscriptions');
    insert into subscription (tenant, id, version, since, next_at)
    values (new.tenant, new.id, new.version, pg_snapshot_xmin(pg_current_snapshot()), now())
    on conflict on constraint subscription_pk do update
    set version = excluded.version, next_at = excluded.next_at;
  end if;
  return null;
end $$;
comment on function follow_subscription is 'A Subscription is followed from the transaction that writes it, whoever writes it.';

create trigger resource_subscription after insert or update on resource
  for each row when (new.type = 'Subscription') execute function follow_subscription();

create function followers_behind(p_name text) returns setof text language sql security definer set search_path = public as $$
  select f.tenant
  from change_follower f
  where f.name = p_name and exists (
    select from change_log l
    where l.tenant = f.tenant and (l.transaction, l.number) > (f.transaction, f.position)
      and l.transaction < pg_snapshot_xmin(pg_current_snapshot()))
$$;
comment on function followers_behind is 'Tenants with changes that the follower has not read. As the owner, over all tenants at once; it tells names of tenants only.';

create function last_changes(p_tenants text[]) returns table (tenant text, transaction xid8, number bigint)
language sql security definer set search_path = public as $$
  select t.tenant, l.transaction, l.number
  from unnest(p_tenants) t (tenant)
  cross join lateral (
    select c.transaction, c.number
    from change_log c
    where c.tenant = t.tenant and c.transaction < pg_snapshot_xmin(pg_current_snapshot())
    order by c.transaction desc, c.number desc
    limit 1) l
$$;
comment on function last_changes is 'Where the logs of some tenants end, for those who wait for more. As the owner, over all tenants at once.';

create function deliveries_waiting() returns table (waiting bigint, dead bigint)
language sql security definer set search_path = public as $$
  select count(*) filter (where not d.dead), count(*) filter (where d.dead) from subscription_delivery d
$$;
comment on function deliveries_waiting is 'For the gauges; as the owner, over all tenants at once.';

revoke execute on function
  follow_changes, follow_subscription, followers_behind, last_changes, deliveries_waiting from public;
grant select, insert, update, delete on change_horizon, subscription, subscription_delivery to "${app_role}";
grant execute on function
  follow_changes, follow_subscription, followers_behind, last_changes, deliveries_waiting to "${app_role}";

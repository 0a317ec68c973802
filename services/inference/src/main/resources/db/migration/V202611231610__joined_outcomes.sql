alter table prediction add column outcome_asked_at timestamptz;
comment on column prediction.outcome_asked_at is 'When the record was last asked whether the outcome came; it is asked again some days later while it cannot tell.';
create index prediction_unanswered on prediction (tenant, model, as_of) where happened is null;
grant update (outcome_asked_at) on prediction to ${app_role};

create table monitoring_turn (
  tenant text not null,
  taken_at timestamptz not null,
  constraint monitoring_turn_pk primary key (tenant)
);
comment on table monitoring_turn is 'When models of a tenant were last looked after; only claim_monitoring touches it.';
alter table monitoring_turn enable row level security;
create policy monitoring_turn_of_tenant on monitoring_turn
  using (tenant = nullif(current_setting('salus.tenant', true), ''));

create function claim_monitoring(pause_seconds double precision) returns setof text language sql security definer set search_path = public as $$
  with recursive known as (
    -- one step of the index a tenant, however many predictions they have
    (select tenant from prediction order by tenant limit 1)
    union all
    select (select p.tenant from prediction p where p.tenant > known.tenant order by p.tenant limit 1)
    from known where known.tenant is not null
  )
  insert into monitoring_turn as turn (tenant, taken_at)
    select tenant, now() from known where tenant is not null order by tenant
    on conflict (tenant) do update set taken_at = excluded.taken_at
      where turn.taken_at <= excluded.taken_at - make_interval(secs => pause_seconds)
    returning turn.tenant
$$;
comment on function claim_monitoring is 'Tenants with predictions whose turn it is, each told to one caller alone. As the owner, over all tenants at once; it tells their names only.';
revoke execute on function claim_monitoring from public;
grant execute on function claim_monitoring to "${app_role}";

-- A tenant's clock starts with its first prediction. Before, its first turn came at once, which started a worker to look at
-- one prediction.
create or replace function claim_monitoring(pause_seconds double precision) returns setof text language plpgsql security definer set search_path = public as $$
begin
  insert into monitoring_turn (tenant, taken_at)
    with recursive known as (
      (select tenant from prediction order by tenant limit 1)
      union all
      select (select p.tenant from prediction p where p.tenant > known.tenant order by p.tenant limit 1)
      from known where known.tenant is not null
    )
    select known.tenant, now() from known where known.tenant is not null order by known.tenant
    on conflict do nothing;
  return query
    with due as (
      select turn.tenant from monitoring_turn turn
        where turn.taken_at <= now() - make_interval(secs => pause_seconds) order by turn.tenant for update skip locked)
    update monitoring_turn turn set taken_at = now() from due where turn.tenant = due.tenant returning turn.tenant;
end $$;

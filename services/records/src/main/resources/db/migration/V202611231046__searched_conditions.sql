-- Conditions of writes can be any search. What is more than a few hashes the service asks by a statement of its own, in the transaction that writes,
-- once nobody else can write the same.

create function lock_changes(p_lock_tenant bigint, p_lock_all boolean, p_locks bigint[]) returns void
language plpgsql as $$
begin
  if p_lock_all then
    perform pg_advisory_xact_lock(p_lock_tenant);
  elsif cardinality(p_locks) > 0 then
    perform pg_advisory_xact_lock_shared(p_lock_tenant);
    for i in 1 .. cardinality(p_locks) loop
      perform pg_advisory_xact_lock(p_locks[i]);
    end loop;
  end if;
end $$;
comment on function lock_changes is 'The locks of apply_changes, which takes them once more: sorted by the caller, and before any row lock.';

revoke execute on function lock_changes from public;
grant execute on function lock_changes to "${app_role}";

-- Ids are made in the order of time (UUID version 7: 48 bits of milliseconds first), so the oldest rows of all tenants stand
-- first in the primary key and no further index is needed.
create function first_id_at(moment timestamptz) returns uuid language sql immutable as $$
  select rpad(lpad(to_hex(floor(extract(epoch from moment) * 1000)::bigint), 12, '0'), 32, '0')::uuid
$$;

create function delete_old_calls(before timestamptz, most int) returns int
language plpgsql security definer set search_path = public as $$
declare gone int;
begin
  delete from recorded_call where id in (
    select id from recorded_call
      where id < first_id_at(before) and created_at < least(before, now() - interval '1 day')
      order by id limit most for update skip locked);
  get diagnostics gone = row_count;
  return gone;
end $$;

create function delete_old_predictions(before timestamptz, most int) returns int
language plpgsql security definer set search_path = public as $$
declare old uuid[];
begin
  select array_agg(id) into old from (
    select id from prediction
      where id < first_id_at(before) and created_at < least(before, now() - interval '1 day')
      order by id limit most for update skip locked) as oldest;
  delete from card_feedback where prediction = any(old);
  delete from prediction where id = any(old);
  return coalesce(cardinality(old), 0);
end $$;

comment on function delete_old_calls is 'As the owner, of all tenants; nothing of the last day, whatever is asked. The app itself may not delete.';
comment on function delete_old_predictions is 'With what people did with their cards. As the owner, of all tenants; nothing of the last day, whatever is asked.';
revoke execute on function delete_old_calls, delete_old_predictions from public;
grant execute on function delete_old_calls, delete_old_predictions to "${app_role}";

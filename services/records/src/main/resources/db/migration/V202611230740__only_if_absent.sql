-- A version to match of -1 says that the resource must not be there: `If-None-Match: *`, and conditional updates that name an id. One line of
-- apply_changes says it, whatever else that function has become.
do $$
declare
  v_old constant text := 'where e.match > 0 and e.match <> (case';
  v_new constant text := 'where e.match <> 0 and greatest(e.match, 0) <> (case';
  v_definition text := pg_get_functiondef('apply_changes'::regproc);
begin
  if position(v_old in v_definition) = 0 then
    raise exception 'apply_changes does not compare versions where it did';
  end if;
  execute replace(v_definition, v_old, v_new);
end $$;

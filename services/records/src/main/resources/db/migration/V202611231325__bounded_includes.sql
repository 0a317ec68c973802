-- What a page may look for backwards is bounded: resources times references.
create or replace function search_page(
  p_tenant text,
  p_patient bigint,
  p_rid bigint[],
  p_count integer,
  p_source bigint[],
  p_param bigint[],
  p_target bigint[],
  p_iterate boolean[],
  p_back_source bigint[],
  p_back_param bigint[],
  p_back_iterate boolean[],
  p_most integer)
returns table (included boolean, type text, id text, version integer, last_updated timestamptz, body bytea, rest bigint[])
language plpgsql stable rows 30 as $$
#variable_conflict use_column
declare
  v_matches bigint[] := p_rid[1 : p_count];
  v_front bigint[] := v_matches;
  v_seen bigint[] := v_matches;
  v_edges bigint[];
  v_next bigint[];
  v_round integer := 0;
begin
  perform set_config('salus.tenant', p_tenant, true);

  while cardinality(v_front) > 0
    and (v_round = 0 and cardinality(p_source) + cardinality(p_back_source) > 0 or true = any (p_iterate || p_back_iterate))
  loop
    select array_agg(hashint8extended(f.rid, b.param)) into v_edges
    from unnest(v_front) f (rid)
    cross join unnest(p_back_param, p_back_iterate) b (param, iterate)
    where v_round = 0 or b.iterate;
    -- PostgreSQL looks each up and cannot be interrupted meanwhile: 600,000 took 15 s, whatever its time limit.
    if cardinality(v_edges) > 100000 then
      raise exception 'more is asked for than can be looked up' using errcode = 'program_limit_exceeded';
    end if;

    select array_agg(distinct n.rid order by n.rid) into v_next
    from (
      select t.rid
      from unnest(v_front) f (rid)
      join resource_index x on x.rid = f.rid
      join unnest(p_source, p_param, p_target, p_iterate) i (source, param, target, iterate)
        on i.source = x.kind and (v_round = 0 or i.iterate)
      cross join unnest(x.links) l (rid)
      join resource_index t on t.rid = l.rid
      where (i.param = 0 or hashint8extended(l.rid, i.param) = any (x.tokens))
        and t.kind <> 0 and (i.target = 0 or i.target = t.kind)
        and (p_patient is null or p_patient = any (t.tokens))
      union all
      (select t.rid
       from resource_index t
       where t.tokens && v_edges
         and t.kind = any (p_back_source)
         and (p_patient is null or p_patient = any (t.tokens))
       limit p_most + 1)
    ) n
    where n.rid <> all (v_seen);

    v_front := coalesce(v_next, '{}');
    v_seen := v_seen || v_front;
    v_round := v_round + 1;
    if cardinality(v_seen) - cardinality(v_matches) > p_most then
      raise exception 'more is included than a page can hold' using errcode = 'program_limit_exceeded';
    end if;
  end loop;

  return query
    select e.n > cardinality(v_matches), r.type, r.id, r.version, r.last_updated, r.body,
           case when e.n = 1 then p_rid[p_count + 1 :] end
    from unnest(v_seen) with ordinality e (rid, n)
    join resource r on r.rid = e.rid
    where r.body is not null
      and (p_patient is null or exists (select from resource_index x where x.rid = e.rid and p_patient = any (x.tokens)))
    order by e.n;
end $$;

-- What searches call. A search is one prepared statement over the unguarded index; what is guarded it reaches through these functions, which set the
-- tenant first. They are stable, so that all of a statement sees one snapshot.

create index resource_index_order on resource_index (kind, rid);
comment on index resource_index_order is 'Resources of a type in the order of their making: the order of results without _sort.';

create function search_edges(p_tenant text, p_type text[], p_id text[], p_param bigint[]) returns bigint[]
language plpgsql stable as $$
begin
  perform set_config('salus.tenant', p_tenant, true);
  return array(
    select hashint8extended(r.rid, p.param)
    from unnest(p_type, p_id) e (type, id)
    join resource r on r.tenant = p_tenant and r.type = e.type and r.id = e.id
    cross join unnest(p_param) p (param));
end $$;
comment on function search_edges is 'The tokens of those who refer to one of the resources by one of the parameters.';

create function search_ids(p_tenant text, p_type text[], p_id text[]) returns bigint[]
language plpgsql stable as $$
begin
  perform set_config('salus.tenant', p_tenant, true);
  return array(
    select r.rid
    from unnest(p_type) t (type)
    cross join unnest(p_id) i (id)
    join resource r on r.tenant = p_tenant and r.type = t.type and r.id = i.id);
end $$;

create function search_texts(p_tenant text, p_param bigint[], p_from text[], p_to text[], p_limit integer) returns table (rid bigint)
language plpgsql stable rows 100 as $$
#variable_conflict use_column
begin
  perform set_config('salus.tenant', p_tenant, true);
  return query
    select s.rid
    from unnest(p_param) p (param)
    cross join unnest(p_from, p_to) v (start, finish)
    join resource_string s on s.tenant = p_tenant and s.param = p.param and s.value >= v.start and s.value < v.finish
    limit nullif(p_limit, 0);
end $$;
comment on function search_texts is 'Rows with a text in one of the stretches; at most so many where a limit is given.';

create function search_texts_within(p_tenant text, p_param bigint[], p_text text[], p_limit integer) returns table (rid bigint)
language plpgsql stable rows 100 as $$
#variable_conflict use_column
begin
  perform set_config('salus.tenant', p_tenant, true);
  return query
    select s.rid
    from unnest(p_param) p (param)
    join resource_string s on s.tenant = p_tenant and s.param = p.param
    where exists (select from unnest(p_text) t (text) where strpos(s.value, t.text) > 0)
    limit nullif(p_limit, 0);
end $$;
comment on function search_texts_within is 'Rows with a text that contains one of these: compared as they are, in linear time.';

create function search_has_text(p_tenant text, p_rid bigint, p_param bigint[], p_from text[], p_to text[]) returns boolean
language plpgsql stable as $$
begin
  perform set_config('salus.tenant', p_tenant, true);
  return exists (
    select from resource_string s
    join unnest(p_from, p_to) v (start, finish) on s.value >= v.start and s.value < v.finish
    where s.rid = p_rid and s.param = any (p_param));
end $$;

create function search_has_text_within(p_tenant text, p_rid bigint, p_param bigint[], p_text text[]) returns boolean
language plpgsql stable as $$
begin
  perform set_config('salus.tenant', p_tenant, true);
  return exists (
    select from resource_string s
    join unnest(p_text) t (text) on strpos(s.value, t.text) > 0
    where s.rid = p_rid and s.param = any (p_param));
end $$;

create function search_text_key(p_tenant text, p_rid bigint, p_param bigint[], p_descending boolean) returns text
language plpgsql stable as $$
begin
  perform set_config('salus.tenant', p_tenant, true);
  return (
    select case when p_descending then max(s.value) else min(s.value) end
    from resource_string s
    where s.rid = p_rid and s.param = any (p_param));
end $$;
comment on function search_text_key is 'What a resource is sorted by: its first or last text.';

create function search_id_key(p_tenant text, p_rid bigint) returns text
language plpgsql stable as $$
begin
  perform set_config('salus.tenant', p_tenant, true);
  return (select r.id from resource r where r.rid = p_rid);
end $$;

create function search_concepts(p_tenant text, p_param bigint[], p_from text[], p_to text[]) returns bigint[]
language plpgsql stable as $$
begin
  perform set_config('salus.tenant', p_tenant, true);
  return array(
    select distinct c.hash
    from unnest(p_param) p (param)
    cross join unnest(p_from, p_to) v (start, finish)
    join concept_text c on c.tenant = p_tenant and c.param = p.param and c.value >= v.start and c.value < v.finish);
end $$;
comment on function search_concepts is 'The tokens of codes that have a text in one of the stretches.';

create function search_page(
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
comment on function search_page is
  'The matches of a page, in the order given, and what they include: forwards by links and edges, backwards by edges. Source and target are kinds, a param or target of 0 stands for any. Nothing outside the compartment is read.';

create function search_settle() returns void
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  perform gin_clean_pending_list('public.resource_index_tokens'::regclass);
end $$;
comment on function search_settle is
  'Sorts new rows into the index of tokens. Every search reads those that still wait: up to a millisecond each. As the schema''s owner, who may do it.';

revoke execute on function
  search_edges, search_ids, search_texts, search_texts_within, search_has_text, search_has_text_within, search_text_key, search_id_key, search_concepts,
  search_page, search_settle
  from public;
grant execute on function
  search_edges, search_ids, search_texts, search_texts_within, search_has_text, search_has_text_within, search_text_key, search_id_key, search_concepts,
  search_page, search_settle
  to "${app_role}";

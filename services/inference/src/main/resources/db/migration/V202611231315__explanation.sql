alter table prediction add column explanation text;
comment on column prediction.explanation is 'JSON of base, score, unit and exactness: what the contributions add up to. Null in older rows.';

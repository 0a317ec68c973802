-- What a snapshot says of its columns.

alter table snapshot add column quality jsonb not null default '[]';
comment on column snapshot.quality is 'Figures of each feature in the order of the columns: counts and bounds, no value of a single patient but the least and the greatest.';

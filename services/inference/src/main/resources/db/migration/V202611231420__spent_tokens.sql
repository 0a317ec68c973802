create table spent_token (
  tenant text not null,
  sha256 text not null,
  expires_at timestamptz not null,
  constraint spent_token_pk primary key (tenant, sha256)
);
create index spent_token_expired on spent_token (expires_at);
comment on table spent_token is 'Tokens of CDS clients that were used; of no use to anybody once they have expired.';
comment on column spent_token.sha256 is 'Hash of issuer and token id, which are the client''s own text.';

alter table spent_token enable row level security;
create policy spent_token_of_tenant on spent_token
  using (tenant = nullif(current_setting('salus.tenant', true), ''))
  with check (tenant = nullif(current_setting('salus.tenant', true), ''));
grant select, insert, delete on spent_token to ${app_role};

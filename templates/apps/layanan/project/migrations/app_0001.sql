-- Tables of the app itself: accounts, sessions, files, audit trail, numbers of letters.

create table app_user (
  id integer generated always as identity primary key,
  username text not null unique,
  name text not null,
  role text not null,
  password text not null,
  must_change boolean not null default false,
  is_active boolean not null default true,
  failures integer not null default 0,
  locked_until timestamptz,
  created_at timestamptz not null default now()
);

-- Only a hash of the cookie is kept: who reads this table cannot log in with it.
create table app_session (
  token_hash text primary key,
  user_id integer not null references app_user (id) on delete cascade,
  expires_at timestamptz not null
);

create table app_file (
  id integer generated always as identity primary key,
  key text not null unique,
  name text not null,
  kind text not null,
  bytes integer not null,
  created_at timestamptz not null default now()
);

create table app_audit (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  actor text not null,
  action text not null,
  entity text,
  record_id integer,
  detail text not null default '',
  note text,
  address text
);
create index on app_audit (entity, record_id);

-- The trail only grows.
create function app_audit_keep() returns trigger language plpgsql as $$
begin
  raise exception 'jejak audit tidak dapat diubah atau dihapus';
end $$;
create trigger app_audit_keep before update or delete on app_audit
  for each row execute function app_audit_keep();
create trigger app_audit_keep_all before truncate on app_audit
  for each statement execute function app_audit_keep();

create table app_letter (
  id integer generated always as identity primary key,
  letter text not null,
  year integer not null,
  sequence integer not null,
  record_id integer not null,
  created_at timestamptz not null default now(),
  unique (letter, year, sequence),
  unique (letter, record_id)
);

-- Tables of the app itself: accounts, sessions, files, audit trail, numbers of letters. Every
-- statement can be repeated: MariaDB takes back no table when a later statement fails.

create table if not exists app_user (
  id integer not null auto_increment primary key,
  username varchar(60) not null unique,
  name varchar(120) not null,
  role varchar(40) not null,
  password varchar(255) not null,
  must_change boolean not null default false,
  is_active boolean not null default true,
  failures integer not null default 0,
  locked_until datetime,
  created_at datetime not null
) engine = InnoDB;

-- Only a hash of the cookie is kept: who reads this table cannot log in with it.
create table if not exists app_session (
  token_hash char(64) primary key,
  user_id integer not null,
  expires_at datetime not null,
  foreign key (user_id) references app_user (id) on delete cascade
) engine = InnoDB;

-- How often an address tried something in a minute.
create table if not exists app_attempt (
  bucket varchar(120) not null,
  minute integer not null,
  count integer not null,
  primary key (bucket, minute)
) engine = InnoDB;

create table if not exists app_file (
  id integer not null auto_increment primary key,
  file_key char(32) not null unique,
  name varchar(120) not null,
  kind varchar(10) not null,
  bytes integer not null,
  created_at datetime not null
) engine = InnoDB;

create table if not exists app_audit (
  id bigint not null auto_increment primary key,
  at datetime not null,
  actor varchar(200) not null,
  action varchar(40) not null,
  entity varchar(40),
  record_id integer,
  detail text not null,
  note text,
  address varchar(60),
  index (entity, record_id)
) engine = InnoDB;

-- The trail only grows.
create trigger if not exists app_audit_no_change before update on app_audit for each row
  signal sqlstate '45000' set message_text = 'jejak audit tidak dapat diubah';

create trigger if not exists app_audit_no_deletion before delete on app_audit for each row
  signal sqlstate '45000' set message_text = 'jejak audit tidak dapat dihapus';

create table if not exists app_letter (
  id integer not null auto_increment primary key,
  letter varchar(90) not null,
  year integer not null,
  sequence integer not null,
  record_id integer not null,
  created_at datetime not null,
  unique (letter, year, sequence),
  unique (letter, record_id)
) engine = InnoDB;

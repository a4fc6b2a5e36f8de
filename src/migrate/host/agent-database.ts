/**
 * Part of the agent: the old database takes no more writes. Nothing of it enters the binary log,
 * which would carry it over to the new side.
 *
 * MariaDB and MySQL: accounts with rights on the database, and those the app logs in by whatever
 * rights they have, are locked and their sessions ended, since read_only alone lets administrators
 * through; where no other app shares the server it is
 * read_only as well, also after a reboot. Events stand still: all for the time of the freeze, the
 * app's own for good once it lives elsewhere (their definitions are compared in between).
 * PostgreSQL: nobody but a superuser may connect, sessions are ended, transactions only read.
 */
export const databasePart = `
sql() { timeout "\${SQL_WAIT:-10}" sh -c "$CLIENT" 2>"$here/database.log"; }
each_database() { # what is done: by a function for each kind
  [ "$DATABASE" = none ] || "\${1}_$DATABASE" || { tail -n 3 "$here/database.log" >&2; return 8; }
}
# While requests end: what undoes it is noted, and nothing is closed yet.
prepare_database() { each_database prepare; }
hold_database() { each_database hold; }
# Nobody has a session with the app's database; without one nobody can tell.
database_idle() { [ "$DATABASE" != none ] && "idle_$DATABASE"; }
free_database() {
  [ "$DATABASE" != none ] && [ -e "$here/undo/database.sql" ] || return 0
  tries=0
  # After a reboot the server may come later than this timer.
  until sql < "$here/undo/database.sql" >/dev/null; do
    tries=$((tries + 1))
    [ "$tries" -lt "\${FREE_TRIES:-60}" ] || { tail -n 3 "$here/database.log" >&2; return 8; }
    sleep 0.5
  done
  [ -z "$DROP_IN" ] || rm -f "$DROP_IN"
}
note_undo() { # appends what standard input says, on the disk before it is needed
  cat > "$here/undo/database.new"
  cat "$here/undo/database.sql" "$here/undo/database.new" 2>/dev/null > "$here/undo/database.all"
  sync "$here/undo/database.all" 2>/dev/null || sync
  mv -f "$here/undo/database.all" "$here/undo/database.sql"
  rm -f "$here/undo/database.new"
}

# $NAME is a string literal of SQL, $USERS a list of them. An account that is locked already stays so
# afterwards. Locked, the server's own could not be unlocked by anybody.
accounts="
  SELECT DISTINCT User, Host FROM (
    SELECT User, Host FROM mysql.db WHERE @db LIKE Db
    UNION SELECT User, Host FROM mysql.tables_priv WHERE Db = @db
    UNION SELECT User, Host FROM mysql.columns_priv WHERE Db = @db
    UNION SELECT User, Host FROM mysql.procs_priv WHERE Db = @db
    UNION SELECT User, Host FROM mysql.user WHERE User IN ($USERS)
  ) a WHERE User NOT LIKE 'induk%' AND User <> '' AND Host <> ''
    AND User NOT IN ('root', 'mysql', 'mariadb.sys', 'debian-sys-maint')
    AND CONCAT(User, '@', Host) <> CURRENT_USER() AND EXISTS (
    SELECT 1 FROM mysql.user u WHERE u.User = a.User AND u.Host = a.Host)"
locked_mariadb="SELECT 1 FROM mysql.global_priv g WHERE g.User = a.User AND g.Host = a.Host
    AND JSON_VALUE(g.Priv, '\\$.account_locked') IN ('1', 'true')"
locked_mysql="SELECT 1 FROM mysql.user u WHERE u.User = a.User AND u.Host = a.Host
    AND u.account_locked = 'Y'"
mariadb_head() { printf "SET SESSION sql_log_bin=0, sql_mode=''; SET @db = %s;\\n" "$NAME"; }
prepare_mariadb() {
  is_locked=$locked_mysql
  if echo "SELECT 1 FROM mysql.global_priv LIMIT 1" | sql >/dev/null; then is_locked=$locked_mariadb; fi
  # Asked at once: starting a client takes longer than what it asks.
  told=$({ mariadb_head; echo "SELECT @@event_scheduler, @@read_only;
    SELECT CONCAT(QUOTE(User), '@', QUOTE(Host)) FROM ($accounts) a
    WHERE NOT EXISTS ($is_locked);"; } | sql) || return 1
  printf '%s\\n' "$told" | sed 1d > "$here/undo/accounts"
  read -r scheduler read_only <<SETTINGS
$told
SETTINGS
  # Without a scheduler there is nothing to turn off, and it cannot be turned on.
  case $scheduler in ON|OFF) events=on;; *) events=;; esac
  printf '%s' "$events" > "$here/undo/events"
  {
    mariadb_head
    if [ ! -e "$here/undo/database.sql" ]; then
      [ -z "$events" ] || echo "SET GLOBAL event_scheduler=$scheduler;"
      [ "$ALONE" = 0 ] || echo "SET GLOBAL read_only=$read_only;"
    fi
    sed -n "s/..*/ALTER USER IF EXISTS & ACCOUNT UNLOCK;/p" "$here/undo/accounts"
  } | note_undo
  if [ "$ALONE" = 1 ] && [ -n "$DROP_IN" ]; then
    printf '[mysqld]\\nread_only=1\\nevent_scheduler=OFF\\n' > "$DROP_IN" && chmod 644 "$DROP_IN"
  fi
}
hold_mariadb() {
  end_sessions "$(
    sed -n "s/..*/ALTER USER & ACCOUNT LOCK;/p" "$here/undo/accounts"
    [ ! -s "$here/undo/events" ] || echo "SET GLOBAL event_scheduler=OFF;"
  )" || return 1
  # It waits for what still writes, of which now there is nothing; and who was just being let in
  # when the accounts were locked is there by now.
  if [ "$ALONE" = 0 ]; then end_sessions ''; else end_sessions "SET GLOBAL read_only=1;"; fi
}
sessions="SELECT ID FROM information_schema.PROCESSLIST WHERE ID <> CONNECTION_ID()
    AND COMMAND NOT LIKE 'Binlog Dump%' AND COMMAND NOT IN ('Daemon', 'Slave_SQL', 'Slave_IO', 'Slave_worker')
    AND USER NOT IN ('system user', 'event_scheduler') AND USER NOT LIKE 'induk%'
    AND (DB = @db OR USER IN (SELECT User FROM ($accounts) a))"
idle_mariadb() { ids=$({ mariadb_head; echo "$sessions;"; } | sql) && [ -z "$ids" ]; }
end_sessions() { # what is told first
  first=$1 tries=0
  while :; do
    ids=$({ mariadb_head; printf '%s\\n' "$first"; echo "$sessions;"; } | sql) || return 1
    [ -n "$ids" ] || return 0
    first=
    tries=$((tries + 1)); [ "$tries" -lt 100 ] || { echo "sessions do not end" >&2; return 1; }
    # One that has ended by itself meanwhile is no failure.
    for id in $ids; do echo "KILL $id;"; done | { timeout 10 sh -c "$CLIENT --force" >/dev/null 2>&1 || true; }
    sleep 0.05
  done
}
plain="CONCAT(DEFINER, EVENT_SCHEMA, EVENT_NAME) NOT REGEXP '[^ -~]'"
# The scheduler goes on for the other apps; this one's events do not, or else it stays off.
keep_database() {
  [ "$DATABASE" = mariadb ] && [ "$ALONE" = 0 ] || return 0
  # ALTER EVENT gives an event the session's character set, which then reads its text. A name beyond
  # ASCII cannot be told in another one than this client's.
  { mariadb_head; echo "SET @q = CHAR(96);
    SELECT 'SET @client = @@character_set_client, @order = @@collation_connection;';
    SELECT CONCAT('SET character_set_client = ', IF($plain, CHARACTER_SET_CLIENT, '@client'),
      ', collation_connection = ', IF($plain, COLLATION_CONNECTION, '@order'), '; ',
      'ALTER DEFINER=', QUOTE(SUBSTRING_INDEX(DEFINER, '@', 1)), '@',
      QUOTE(SUBSTRING_INDEX(DEFINER, '@', -1)), ' EVENT ', @q, REPLACE(EVENT_SCHEMA, @q, CONCAT(@q, @q)),
      @q, '.', @q, REPLACE(EVENT_NAME, @q, CONCAT(@q, @q)), @q, ' ENABLE;')
    FROM information_schema.EVENTS WHERE EVENT_SCHEMA = @db AND STATUS = 'ENABLED';"
  } | sql > "$here/undo/events.sql" || return 0
  note_undo < "$here/undo/events.sql"
  { mariadb_head; sed 's/ ENABLE;$/ DISABLE;/' "$here/undo/events.sql"
    grep '^SET GLOBAL event_scheduler=' "$here/undo/database.sql" | head -n 1; } | sql >/dev/null || return 0
}

prepare_postgres() {
  [ -e "$here/undo/database.sql" ] || {
    echo "SELECT format('ALTER DATABASE %I CONNECTION LIMIT %s;', datname, datconnlimit)
      FROM pg_database WHERE datname = $NAME;
    SELECT coalesce((SELECT format('ALTER DATABASE %I SET default_transaction_read_only TO %L;', datname,
        split_part(c, '=', 2)) FROM pg_db_role_setting s JOIN pg_database d ON d.oid = setdatabase, unnest(setconfig) c
        WHERE datname = $NAME AND setrole = 0 AND c LIKE 'default_transaction_read_only=%' LIMIT 1),
      format('ALTER DATABASE %I RESET default_transaction_read_only;', $NAME::text));" | sql | note_undo
    [ -s "$here/undo/database.sql" ] || return 1
  }
}
idle_postgres() {
  left=$(echo "SELECT count(*) FROM pg_stat_activity
    WHERE datname = $NAME AND pid <> pg_backend_pid();" | sql) && [ "$left" = 0 ]
}
hold_postgres() {
  echo "SELECT format('ALTER DATABASE %I CONNECTION LIMIT 0;', $NAME::text);
    SELECT format('ALTER DATABASE %I SET default_transaction_read_only TO on;', $NAME::text);" \\
    | sql > "$here/undo/hold.sql" && sql < "$here/undo/hold.sql" >/dev/null || return 1
  tries=0
  while :; do
    left=$(echo "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
      WHERE datname = $NAME AND pid <> pg_backend_pid();" | sql) || return 1
    [ "$left" != 0 ] || return 0
    tries=$((tries + 1)); [ "$tries" -lt 100 ] || return 1
    sleep 0.05
  done
}
`;

/**
 * The POSIX shell scripts that read an old host. They go to `sh -s` on stdin, write nothing there,
 * and bound each probe in time and size. Answers come in frames: a line `MARK kind argument`, then
 * bytes up to the next such line. The mark is chosen anew for each run, so that no file can forge
 * one. Neither nginx -T nor apache2ctl is run: as root they create what is missing.
 */
import { quote } from '../../server/quote.js';

/** Functions both scripts share; all in functions, so that no child eats the rest of the script. */
const prelude = (mark: string) => `
export LC_ALL=C PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
mark=${quote([mark])}
cd / || exit 1
say() { printf '\\n%s %s\\n' "$mark" "$*"; }
within() { seconds=$1; shift; timeout -k 1 "$seconds" "$@"; }
text() {
  case $1 in *'
'*) return;; esac
  [ -f "$1" ] || return
  if [ -r "$1" ]; then say "file $1"; head -c "\${2:-131072}" -- "$1"; else say "closed $1"; fi
}
`;

/** Each is answered to an ordinary account, too, with what that may see. */
export const mysqlFacts = `
SELECT 'version', VERSION(), @@version_comment;
SELECT 'variable', 'sql_mode', @@GLOBAL.sql_mode;
SELECT 'variable', 'event_scheduler', @@GLOBAL.event_scheduler;
SELECT 'variable', 'log_bin', @@GLOBAL.log_bin;
SELECT 'variable', 'lower_case_table_names', @@GLOBAL.lower_case_table_names;
SELECT 'variable', 'character_set_server', @@GLOBAL.character_set_server;
SELECT 'schema', schema_name, default_character_set_name, default_collation_name
  FROM information_schema.schemata
  WHERE schema_name NOT IN ('information_schema', 'performance_schema', 'mysql', 'sys');
SELECT 'tables', table_schema, COALESCE(engine, ''), COALESCE(table_collation, ''), COUNT(*),
    COALESCE(SUM(data_length + index_length), 0), COALESCE(SUM(table_rows), 0)
  FROM information_schema.tables
  WHERE table_type = 'BASE TABLE'
    AND table_schema NOT IN ('information_schema', 'performance_schema', 'mysql', 'sys')
  GROUP BY 2, 3, 4;
SELECT 'view', table_schema, table_name, definer, security_type FROM information_schema.views
  WHERE table_schema NOT IN ('sys', 'mysql', 'information_schema') LIMIT 500;
SELECT 'trigger', trigger_schema, trigger_name, definer FROM information_schema.triggers
  WHERE trigger_schema <> 'sys' LIMIT 500;
SELECT routine_type, routine_schema, routine_name, definer, security_type
  FROM information_schema.routines WHERE routine_schema NOT IN ('sys', 'mysql') LIMIT 500;
SELECT 'event', event_schema, event_name, definer, status FROM information_schema.events LIMIT 500;
SELECT 'grant', grantee, '*', GROUP_CONCAT(privilege_type ORDER BY privilege_type)
  FROM information_schema.user_privileges GROUP BY grantee;
SELECT 'grant', grantee, table_schema, GROUP_CONCAT(privilege_type ORDER BY privilege_type)
  FROM information_schema.schema_privileges GROUP BY grantee, table_schema;
SELECT 'grant', grantee, CONCAT(table_schema, '.', table_name),
    GROUP_CONCAT(privilege_type ORDER BY privilege_type)
  FROM information_schema.table_privileges WHERE table_schema <> 'mysql'
  GROUP BY grantee, table_schema, table_name LIMIT 500;
`;

const mysqlQueries = `
SET SESSION max_statement_time = 20;${mysqlFacts}SELECT 'account', user, host, plugin FROM mysql.user LIMIT 500;
`;

/** Statements are sent one by one, so that one this engine does not know costs only itself. */
const mysqlProbe = `
mysqls() {
  client=$(command -v mariadb || command -v mysql) || return
  say mysql
  within 40 "$client" --force --batch --skip-column-names --connect-timeout=5 --execute ${quote([mysqlQueries])} ||
    say closed mysql
}
`;

const postgresQueries = `
SELECT 'version', current_setting('server_version');
SELECT 'database', d.datname, pg_get_userbyid(d.datdba), pg_encoding_to_char(d.encoding),
    d.datcollate, pg_database_size(d.datname)
  FROM pg_database d WHERE NOT d.datistemplate AND d.datname <> 'postgres';
SELECT 'account', rolname, rolsuper, rolcanlogin FROM pg_roles WHERE rolname !~ '^pg_';
`;
export const postgresInside = `
SELECT 'inside', current_database(),
  (SELECT count(*) FROM pg_stat_user_tables),
  (SELECT count(*) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname !~ '^pg_|^information_schema'
      AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')),
  (SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal),
  (SELECT count(*) FROM pg_views WHERE schemaname !~ '^pg_|^information_schema'),
  (SELECT coalesce(string_agg(extname, ','), '') FROM pg_extension WHERE extname <> 'plpgsql');
`;

const postgresProbe = `
psqls() {
  if [ "$(id -u)" = 0 ]; then
    within 20 runuser -u postgres -- env PGOPTIONS='-c default_transaction_read_only=on' \\
      PGCONNECT_TIMEOUT=5 psql -XAtq -F '	' -w -p "$1" -d "$2" -c "$3"
  else
    PGOPTIONS='-c default_transaction_read_only=on' PGCONNECT_TIMEOUT=5 \\
      within 20 psql -XAtq -F '	' -w -p "$1" -d "$2" -c "$3"
  fi
}
postgres() {
  command -v psql >/dev/null || return
  ports=$(within 5 pg_lsclusters -h | awk '{ print $3 }' | head -n 5)
  for port in \${ports:-5432}; do
    say "postgres $port"
    psqls "$port" postgres ${quote([postgresQueries])} || { say closed postgres; continue; }
    psqls "$port" postgres "SELECT datname FROM pg_database WHERE datallowconn AND NOT datistemplate AND datname <> 'postgres' LIMIT 30" |
      while IFS= read -r name; do psqls "$port" "$name" ${quote([postgresInside])} </dev/null; done
  done
}
`;

/** Reads what is true of the whole host: system, web servers, PHP, cron, databases, mail. */
export function hostScript(mark: string): string {
  return `${prelude(mark)}${mysqlProbe}${postgresProbe}
includes() { # folder, directive, files …
  folder=$1 directive=$2; shift 2
  cat -- "$@" | sed -n "s/^[[:space:]]*$directive[[:space:]][[:space:]]*//Ip" | tr -d '";\\r' |
    sort -u | head -n 60 | while IFS= read -r pattern; do
      case $pattern in *'$'*) continue;; /*) ;; *) pattern=$folder/$pattern;; esac
      for file in $pattern; do
        if [ -d "$file" ]; then for inner in "$file"/*; do text "$inner"; done; else text "$file"; fi
      done
    done
}
host() {
  say id; id -u; id -un; id -Gn
  say os; cat /etc/os-release
  say kernel; uname -srm
  say hostname; hostname -f || hostname
  say now; date +%s
  say timezone; cat /etc/timezone || readlink /etc/localtime
  say memory; grep -E '^(MemTotal|MemAvailable|SwapTotal):' /proc/meminfo
  say cpus; grep -c ^processor /proc/cpuinfo
  say load; cat /proc/loadavg
  say disk; df -Pk / /var /var/www /var/lib/mysql /var/lib/postgresql /srv /home
  say processes; within 5 ps -eo user:32=,rss=,comm= | head -n 2000
  say listening; within 5 ss -Hltnp | head -n 200
  say connections; within 5 ss -Htn state established | head -n 500
  say packages; dpkg-query -W -f '\${db:Status-Abbrev} \${Package} \${Version}\\n' | grep '^ii' |
    grep -E ' (apache2|nginx|nginx-[a-z]+|php[0-9.]*|libapache2-mod-php[0-9.]*|php[0-9.]*-fpm|mariadb-server[0-9.-]*|mysql-server[0-9.-]*|postgresql-[0-9]+|nodejs|openjdk-[a-z0-9-]+|tomcat[0-9]+|postfix|exim4-daemon-[a-z]+|msmtp-mta|ssmtp|sendmail-bin|nullmailer|certbot|docker.io|docker-ce) '
  for name in node nodejs java; do
    for pid in $(within 5 ps -C "$name" -o pid= | head -n 20); do
      say "process $pid $name"; readlink "/proc/$pid/cwd"
    done
  done
}
apache() {
  [ -d /etc/apache2 ] || return
  cd /etc/apache2 || { say closed /etc/apache2; cd /; return; }
  for file in /etc/apache2/apache2.conf /etc/apache2/envvars /etc/apache2/ports.conf \\
      /etc/apache2/mods-enabled/* /etc/apache2/conf-enabled/* /etc/apache2/sites-enabled/*; do
    text "$file"
  done
  includes /etc/apache2 'Include\\(Optional\\)\\{0,1\\}' /etc/apache2/apache2.conf \\
    /etc/apache2/sites-enabled/* /etc/apache2/conf-enabled/*
  cd /
}
nginx() {
  [ -d /etc/nginx ] || return
  for file in /etc/nginx/nginx.conf /etc/nginx/conf.d/*.conf /etc/nginx/sites-enabled/*; do
    text "$file"
  done
  includes /etc/nginx include /etc/nginx/nginx.conf /etc/nginx/conf.d/*.conf /etc/nginx/sites-enabled/*
}
php() {
  for folder in /etc/php/*/*; do
    [ -f "$folder/php.ini" ] || continue
    say "file $folder/php.ini"; grep -vE '^[[:space:]]*(;|$)' "$folder/php.ini" | head -c 65536
    for file in "$folder"/conf.d/*.ini "$folder"/pool.d/*.conf; do text "$file" 32768; done
  done
}
jobs_of() {
  text /etc/crontab
  for file in /etc/cron.d/*; do text "$file"; done
  if [ "$(id -u)" = 0 ]; then
    for file in /var/spool/cron/crontabs/*; do text "$file"; done
  else
    say closed crontabs
    say "file /var/spool/cron/crontabs/$(id -un)"; within 5 crontab -l
  fi
  for file in /etc/cron.hourly/* /etc/cron.daily/* /etc/cron.weekly/* /etc/cron.monthly/*; do
    case \${file##*/} in *[!A-Za-z0-9_-]*) continue;; esac
    [ -z "$(find -L "$file" -maxdepth 0 -perm /111)" ] || text "$file"
  done
  say packaged
  grep -hE '^/etc/cron[.](hourly|daily|weekly|monthly)/' /var/lib/dpkg/info/*.conffiles
  for file in /etc/systemd/system/*.timer; do
    [ -f "$file" ] && [ ! -L "$file" ] || continue
    text "$file"; text "\${file%.timer}.service"
  done
}
all() {
  host; apache; nginx; php; jobs_of
  say relay; grep -E '^relayhost' /etc/postfix/main.cf
  text /etc/hosts 8192
  mysqls; postgres
  say end
}
all </dev/null 2>/dev/null
exit 0
`;
}

export { prelude };

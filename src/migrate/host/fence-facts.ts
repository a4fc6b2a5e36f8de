/** How an old host is configured where an app is to be held. */
import { posix } from 'node:path';
import { Fault } from '../../fault.js';
import type { Shell } from './agent.js';
import { agentFolder } from './agent-script.js';
import type { WebServer } from './web-config.js';

interface Asked {
  engineName: string;
  web?: { server: WebServer };
  folders?: string[];
}

export interface FenceFacts {
  files: { path: string; text: string }[];
  apachectl: string;
  /** The app's folders as they are, wherever links lead. */
  folders: string[];
  /** Folder of Apache's modules. */
  modules: string;
  /** Folder whose files MariaDB reads last. */
  dropIns: string;
}

/** Paths may hold anything but a NUL; contents travel as base64. */
const script = `
show() { for file; do
  if [ -f "$file" ] && [ -r "$file" ]; then printf '%s\\0' "$file"; base64 -w0 "$file"; printf '\\0'; fi
done; }
# Files that are named by a path, a pattern or, for Apache, a folder.
included() { # folder of the server, directive, files
  folder=$1 directive=$2; shift 2
  cat -- "$@" 2>/dev/null | tr -d '"\\r' |
    sed -n "s/[[:space:]]*;.*//; s/^[[:space:]]*$directive[[:space:]][[:space:]]*//Ip" | sort -u | head -n 60 | while IFS= read -r pattern; do
      case $pattern in *'$'*) continue;; /*) ;; *) pattern=$folder/$pattern;; esac
      # Names with spaces are one word each, and patterns are still patterns.
      IFS=; for file in $pattern; do
        if [ -d "$file" ]; then show "$file"/*; else show "$file"; fi
      done
    done
}
apache_includes='Include\\(Optional\\)\\{0,1\\}'
apachectl=$(command -v apache2ctl || command -v apachectl || echo apache2ctl)
modules=$(for f in /usr/lib/apache2/modules /usr/lib64/httpd/modules; do [ -d "$f" ] && echo "$f" && break; done)
dropins=$(for f in /etc/mysql/mariadb.conf.d /etc/mysql/mysql.conf.d /etc/mysql/conf.d /etc/my.cnf.d; do
  [ -d "$f" ] && echo "$f" && break; done)
# What was only tried, and is still there, is not how the host is.
[ ! -e "$2/trying" ] || "$2/agent" due >&2 || exit 1
printf '%s\\0%s\\0%s\\0' "$apachectl" "$modules" "$dropins"
web=$1; shift 2
for folder; do realpath -- "$folder" 2>/dev/null || echo; done
printf '\\0'
case $web in
  apache) set -- /etc/apache2/apache2.conf /etc/apache2/sites-enabled/* /etc/apache2/conf-enabled/* \\
      /etc/httpd/conf/httpd.conf /etc/httpd/conf.d/*.conf
    show "$@"
    included /etc/apache2 "$apache_includes" "$@"; included /etc/httpd "$apache_includes" "$@";;
  nginx) set -- /etc/nginx/nginx.conf /etc/nginx/sites-enabled/* /etc/nginx/conf.d/*.conf
    show "$@"
    included /etc/nginx include "$@";;
esac
show /etc/crontab /etc/cron.d/* /var/spool/cron/crontabs/* /var/spool/cron/* \\
  /etc/cron.hourly/* /etc/cron.daily/* /etc/cron.weekly/* /etc/cron.monthly/*`;

/**
 * Reads the configuration of the web server and the jobs of an old host, as root.
 * @param folders of the app there
 * @throws Fault MIG237
 */
export async function readFenceFacts(
  shell: Shell,
  { web, engineName, folders = [] }: Asked,
): Promise<FenceFacts> {
  const args = [web?.server ?? 'none', agentFolder(engineName), ...folders];
  const argv = ['sh', '-c', script, 'sh', ...args];
  const { code, stdout, stderr } = await shell.exec(argv, { sudo: true });
  if (code !== 0) {
    throw new Fault('MIG237', { server: shell.server, reason: stderr.trim().slice(-300) });
  }
  const [apachectl = '', modules = '', dropIns = '', real = '', ...rest] = stdout.split('\0');
  // One that is included may be among the others.
  const files = new Map<string, string>();
  for (let index = 0; index + 1 < rest.length; index += 2) {
    const text = Buffer.from(rest[index + 1] as string, 'base64').toString('latin1');
    files.set(posix.normalize(rest[index] as string), text);
  }
  return {
    files: [...files].map(([path, text]) => ({ path, text })),
    folders: real.split('\n').filter((folder) => folder !== ''),
    ...{ apachectl, modules, dropIns },
  };
}

/** The second script: what lies in the document roots, logs and certificates the first one found. */
import { quote } from '../../server/quote.js';
import { prelude } from './host-script.js';

export interface FolderRequest {
  docroots: string[];
  /** Accounts that PHP runs as there; what they may write is where uploads go. */
  webUser: string;
  accessLogs: string[];
  certificates: string[];
}

/** Folders that hold other people's code, or files by the thousand. */
const skipped = ['.git', '.svn', 'node_modules', 'vendor', 'cache', 'wp-includes', 'wp-admin'];

const markers = [
  'wp-config.php',
  'version.php',
  '.env',
  'artisan',
  'spark',
  'yii',
  'composer.json',
  'composer.lock',
  'package.json',
  'LocalSettings.php',
  'configuration.php',
  'settings.php',
  'CodeIgniter.php',
  'database.php',
  'Database.php',
  'config.php',
  'App.php',
  'Defines.php',
  'PlatformSettings.php',
  'Version.php',
  'Drupal.php',
  'bootstrap.inc',
  'main.php',
  'main-local.php',
  'db.php',
  'index.php',
  'index.html',
  '.htaccess',
];

const functions = [
  'curl_init',
  'imagecreate[a-z]*',
  'mb_[a-z_]+',
  'simplexml_[a-z_]+',
  'DOMDocument',
  'XMLReader',
  'xml_parser_create',
  'ZipArchive',
  'IntlDateFormatter',
  'NumberFormatter',
  'Collator',
  'SoapClient',
  'ldap_connect',
  'imap_open',
  'bc(add|sub|mul|div|mod|pow)',
  'gmp_[a-z]+',
  'mysqli_connect',
  'new mysqli',
  'new PDO',
  'mysql_connect',
  'pg_connect',
  'SQLite3',
  'oci_connect',
  'sqlsrv_connect',
  'mcrypt_[a-z_]+',
  'create_function',
  'ereg[i_a-z]*',
  'each',
  'Memcached?',
  'Redis',
  'Imagick',
  'xmlrpc_[a-z_]+',
  'mail',
  'PHPMailer',
  'Swift_[A-Za-z]+',
];

const alternatives = (names: readonly string[], option: string) =>
  names.map((name) => `${option} ${quote([name])}`).join(' -o ');

/**
 * Counts the requests of the access log `$1`: the newest three rotated ones and the present one,
 * oldest first, the last megabytes of each. `trafficOf` reads what it says.
 */
export const visits = `  ls -t -- "$1" "$1".[0-9]* | head -n 4 | awk '{ line[NR] = $0 } END { for (n = NR; n > 0; n--) print line[n] }' |
    while IFS= read -r file; do within 10 zcat -f -- "$file" | tail -c 16000000; done |
    within 40 awk -F'"' '
      NF >= 3 { n++; i = index($1, "["); t = substr($1, i + 1, 26); if (first == "") first = t; last = t
        minute[substr(t, 1, 17)]++; split($2, r, " "); split($3, s, " "); p = r[2]; sub(/[?].*/, "", p)
        k = r[1] " " s[1] " " p; if (length(p) < 300 && (k in c || kinds < 50000)) { if (!(k in c)) kinds++; c[k]++ } }
      END { for (m in minute) if (minute[m] > most) most = minute[m]
        print "total", n + 0; print "first", first; print "last", last; print "peak", most + 0
        for (k in c) print "page", c[k], k | "sort -k2,2nr | head -n 200" }'`;

/** A shell script for `sh -s`; see `host-script.ts` for the form of its answer. */
export function folderScript(mark: string, request: FolderRequest): string {
  const each = (command: string, values: readonly string[]) =>
    values.map((value) => `  ${command} ${quote([value])}`).join('\n');
  const settings =
    '((mysqli?|pg)_connect|new +mysqli|new +PDO) *\\(|(pass(word|wd)?|pwd|sandi)[a-z0-9_]*[\'"]?\\]? *=>? *[\'"]|define *\\( *[\'"][A-Z_]*PASS';
  return `${prelude(mark)}
web=${quote([request.webUser])}
group=$(id -gn "$web")
prune='( ${alternatives(skipped, '-name').replaceAll("'", '')} ) -prune -o'
config_of() {
  case $1 in
    */wp-config.php|*/.env|*/LocalSettings.php|*/configuration.php|*/settings.php|*/.htaccess) text "$1" 65536;;
    */application/config/database.php|*/application/config/config.php) text "$1" 65536;;
    */app/Config/Database.php|*/app/Config/App.php|*/config/db.php) text "$1" 65536;;
    */config/main.php|*/config/main-local.php|*/composer.json|*/package.json) text "$1" 65536;;
    */includes/PlatformSettings.php) text "$1" 16384;;
    */composer.lock)
      say "file $1"
      grep -A1 -E '"name": "(laravel/framework|codeigniter4/framework|yiisoft/yii2?|drupal/core|symfony/framework-bundle|cakephp/cakephp|slim/slim)"' -- "$1" | head -n 40
      say "file $1#php"; grep -oE '"(php|ext-[a-z0-9_]+)": *"[^"]*"' -- "$1" | sort | uniq -c | head -n 200;;
    */wp-includes/version.php|*/CodeIgniter.php|*/Defines.php|*/Version.php|*/Drupal.php|*/bootstrap.inc)
      say "file $1"; grep -iE 'version' -- "$1" | head -n 60;;
  esac
}
folder() {
  say "docroot $1"
  real=$(readlink -f -- "$1") && [ -d "$real" ] || { say missing; return; }
  say "real $real"
  [ -x "$real" ] && [ -r "$real" ] || { say "closed $real"; return; }
  base=$real
  parent=\${real%/*}
  for name in artisan spark yii .env composer.json package.json application app/Config protected; do
    [ -n "$parent" ] && [ -e "$parent/$name" ] && base=$parent
  done
  case $base in /var/www|/srv|/srv/www|/home|/var|/opt) base=$real;; esac
  say "base $base"
  say owner; stat -c '%U %G %a' -- "$base"
  say markers
  marked=$(within 20 find "$base" -xdev -maxdepth 6 $prune -type f \\( ${alternatives(markers, '-name')} \\) -print | head -n 600)
  printf '%s\\n' "$marked"
  within 10 find "$base" -maxdepth 3 -path '*/wp-includes/version.php' | while IFS= read -r file; do config_of "$file"; done
  printf '%s\\n' "$marked" | while IFS= read -r file; do config_of "$file"; done
  within 15 grep -rlIiE --include='*.php' --include='*.inc' --include='*.ini' ${skipped.map((name) => `--exclude-dir=${name}`).join(' ')} --exclude-dir=wp-content --exclude-dir=includes --exclude-dir=extensions --exclude-dir=system --exclude='*sample*' --exclude='*example*' --exclude='default.settings.php' ${quote([settings])} "$base" |
    head -n 30 | while IFS= read -r file; do text "$file" 32768; done
  say size; within 30 du -kx -d 2 -- "$base" | tail -n 500
  say count; within 20 find "$base" -xdev -printf '%y %u:%g\\n' | head -n 300000 | sort | uniq -c | sort -rn | head -n 30
  say odd; within 15 find "$base" -xdev | head -n 300000 | grep -avc '^[ -~]*$'
  say writable; within 15 find "$base" -xdev $prune -type d \\( -user "$web" -perm -0200 -o -group "$group" -perm -0020 -o -perm -0002 \\) -print -prune | head -n 100
  say world; within 15 find "$base" -xdev $prune -type f -perm -0002 \\( -name '*.php' -o -name '*.inc' -o -name '*.phtml' -o -name '.htaccess' \\) -print | head -n 50
  say left; within 15 find "$base" -xdev -maxdepth 5 \\( -name node_modules -o -name vendor \\) -prune -o \\( -iname '*.sql' -o -iname '*.sql.gz' -o -iname '*.sql.zip' -o -iname '*.dump' -o -iname '*.bak' -o -iname '*.old' -o -iname 'adminer*.php' -o -name '.git' -o -name '.svn' -o -iname 'backup*.zip' -o -iname 'backup*.tar.gz' \\) -print -prune | head -n 60
  say keys; within 15 find "$base" -xdev $prune -type f \\( -name '*.key' -o -name '*.pem' -o -name '*.enc' -o -name '*.p12' -o -name '*.pfx' -o -name 'id_rsa*' -o -name '.htpasswd' -o -name 'service-account*.json' \\) -print | head -n 50
  say links; within 10 find "$base" -xdev $prune -type l -printf '%p\\t%l\\n' | head -n 100
  say info; within 15 find "$base" -xdev -maxdepth 3 $prune -type f -name '*.php' -size -20k -print0 | head -z -n 3000 | xargs -0 -r grep -lE 'phpinfo *\\(' | head -n 20
  code=$(within 10 find "$base" -xdev $prune -type f \\( -name '*.php' -o -name '*.inc' -o -name '*.phtml' \\) -size -600k -print | wc -l)
  say "code $code"
  within 30 find "$base" -xdev $prune -type f \\( -name '*.php' -o -name '*.inc' -o -name '*.phtml' \\) -size -600k -print0 | head -z -n 6000 |
    xargs -0 -r grep -ohE '(^|[^A-Za-z0-9_>:$])(${functions.join('|')}) *\\(|new (PDO|mysqli|DOMDocument|ZipArchive|SoapClient|Imagick|Redis|Memcached?|PHPMailer)' | sed 's/^[^A-Za-z]//; s/ *($//' | sort | uniq -c | sort -rn | head -n 200
  say urls
  within 20 find "$base" -xdev $prune -type f \\( -name '*.php' -o -name '*.inc' -o -name '*.ini' -o -name '.env' \\) -size -200k -print0 | head -z -n 6000 |
    xargs -0 -r grep -ohE '(https?|ldaps?|smtps?|ftps?)://[A-Za-z0-9][A-Za-z0-9.-]+(:[0-9]+)?' | sort | uniq -c | sort -rn | head -n 80
}
visits() {
  say "log $1"
  [ -r "$1" ] || { say "closed $1"; return; }
${visits}
}
certificate() {
  [ -e "$1" ] || return
  if [ -r "$1" ]; then say "certificate $1"; sed -n '/BEGIN CERTIFICATE/,/END CERTIFICATE/p' -- "$1" | head -c 20000
  else say "closed $1"; fi
}
all() {
${each('folder', request.docroots)}
${each('visits', request.accessLogs)}
${each('certificate', request.certificates)}
  say end
}
all </dev/null 2>/dev/null
exit 0
`;
}

import type { Catalogue } from '../catalogue.js';

/** Moving live apps from old hosts, in English. */
export const inspect: Catalogue = {
  // inspect: what it is asked, and what it cannot do
  MIG001: {
    text: '"{target}" does not say who to log in as and where',
    next: 'write it like: induk inspect root@203.0.113.7',
  },
  MIG002: {
    text: '--write needs to know whose apps these are',
    next: 'name the agency: --opd dishub',
  },
  MIG003: {
    text: 'the inventory has these apps already, and they are never written over: {apps}',
    next: 'write the others with: --app {rest}; or take those out of the file first',
  },
  MIG004: { text: 'no app was found that could be written; the inventory is as it was' },
  MIG005: {
    text: '{server}: the script that reads did not come to its end (exit {code})',
    next: 'inspect needs a POSIX shell with the usual tools there; a host whose shell answers with a menu or a message cannot be read',
  },
  MIG006: {
    text: 'the inventory has several servers, and the apps must be told theirs',
    next: 'name one: --server, one of {servers}',
  },
  MIG007: {
    text: '{file} cannot be extended: it is no valid agency’s file',
    next: 'run: induk validate',
  },
  MIG008: { text: 'there is no app "{app}" on that host', next: 'found were: {apps}' },
  MIG009: {
    text: '"{opd}" cannot be the name of an agency',
    next: 'a name has 2 to 30 lower-case letters, digits and single hyphens, a letter first',
  },
  MIG010: {
    text: '{file} was changed while the host was read; it was not written',
    next: 'run the command again',
  },
  MIG011: { text: '{server}: host key {fingerprint} accepted; it goes into legacy: of each app' },
  MIG012: {
    text: 'Is {fingerprint} ({type}) the host key of {server} ({address} port {port})? Compare it with `ssh-keygen -lf` of /etc/ssh/ssh_host_*_key.pub on the machine itself. Type yes to trust it',
  },
  MIG013: { text: '{server}: reading the system, web server, databases and jobs ({access}) …' },
  MIG014: { text: '{server}: reading document roots, access logs and certificates …' },
  MIG015: { text: 'written to {file}: {apps}' },
  MIG016: { text: 'encrypted: {secrets}' },
  MIG017: { text: 'would be encrypted with --write: {secrets}' },
  MIG018: { text: 'nothing was changed there, and nothing was written here' },
  MIG019: {
    text: 'inspected as an ordinary user without sudo: what follows is less than there is',
  },
  MIG020: {
    text: '{server}: its host key is not known: {type} {fingerprint}',
    next: 'compare it with `ssh-keygen -lf` of the /etc/ssh/ssh_host_*_key.pub files on the machine itself, then run this again with --accept-host-key {fingerprint}',
  },
  MIG021: {
    text: '{server} did not let {user} in (tried: {tried})',
    next: 'add your public key to ~{user}/.ssh/authorized_keys there, or name the right key with --key, or another account',
  },
  MIG022: {
    text: '{server}: there is no SSH key to log in with as {user}',
    next: 'start an SSH agent, or name a key file with --key',
  },

  // about an app: what visitors can get at
  MIG110: {
    text: 'dumps or old copies lie where visitors can fetch them: {files}',
    next: 'look whether they were fetched, and take them away',
  },
  MIG111: { text: 'pages show phpinfo() to everybody: {files}' },
  MIG112: { text: 'a repository lies where visitors can fetch it: {files}' },
  MIG113: { text: 'anybody on that host can change code: {files}' },
  MIG114: { text: 'keys lie below the document root; they move with the app: {files}' },

  // about an app: PHP
  MIG120: { text: '{product} has had no support since {date}' },
  MIG121: { text: 'the code calls {what}, which PHP {below} and newer no longer has' },
  MIG122: { text: 'it says it runs on PHP {constraint}' },
  MIG123: {
    text: 'Debian no longer has PHP {version}: the draft builds on {image}, which must be pulled from a hub',
  },
  MIG124: { text: 'no known framework: drafted as plain PHP' },
  MIG125: { text: 'only files, no code: drafted as PHP, whose web server shows files too' },
  MIG126: {
    text: 'PHP extensions that are on there, and nothing in the code asks for, are left out: {extensions}',
    next: 'add one to extensions: when a page needs it after all',
  },

  // about an app: its database
  MIG130: {
    text: 'no password was found for {user} of database {name}',
    next: 'run: induk secrets set APP DB_PASSWORD',
  },
  MIG131: { text: 'it names more databases, which the draft leaves out: {names}' },
  MIG132: { text: 'database {name} is on another machine, {host}: inspect that one, too' },
  MIG133: { text: 'database {name} was not seen on the server there' },
  MIG134: {
    text: 'its database is MySQL {version}, for which there is no recipe; MariaDB is drafted, which is another engine',
    next: 'try the app on MariaDB before it is moved',
  },
  MIG135: { text: 'tables without transactions, to be locked while they are copied: {tables}' },
  MIG136: {
    text: 'views, triggers or routines run as accounts that do not exist: {definers}',
    next: 'make the account there, or they fail after the move as they do now',
  },
  MIG137: { text: 'views, triggers or routines run as: {definers}' },
  MIG138: { text: 'the server is not strict about wrong values: sql_mode is {mode}' },
  MIG139: { text: 'tables have different character sets: {charsets}' },
  MIG140: { text: 'events run inside the database: {events}' },
  MIG141: { text: 'more accounts log in to the same database: {accounts}' },
  MIG142: { text: '{product} {version} has no recipe: {chosen} is drafted' },
  MIG143: {
    text: 'its database settings could not be read, so the draft has no database',
    next: 'inspect it as root or with sudo, or add database: by hand',
  },
  MIG144: {
    text: 'the version of the server of database {name} is not known; the draft names one that fits its PHP',
    next: 'put the right version into database:',
  },

  // about an app: where it is and what it touches
  MIG150: { text: 'its own address is fixed in its settings or code: {urls}' },
  MIG151: { text: 'links lead out of its folder and will not move with it: {links}' },
  MIG152: {
    text: 'it shares its address with other apps, at {at}: the draft gives it one of its own',
    next: 'name its domains: in the draft; links to the old address need the old host',
  },
  MIG153: { text: 'files whose names are not plain ASCII: {count}' },
  MIG154: {
    text: '{path} cannot be mounted by that name, so no entry is drafted',
    next: 'a path has letters, digits and . _ @ + / - only',
  },
  MIG155: { text: 'this job’s time has no five fields of cron; carry it over by hand: {at} {run}' },
  MIG156: {
    text: 'it sends mail with mail(); its container has no mail program (there: {relay})',
  },
  MIG157: { text: 'its code and settings name other machines: {hosts}' },
  MIG158: { text: 'these could not be read: {paths}' },
  MIG159: { text: 'this job only makes dumps and is left out: {run}' },

  MIG166: {
    text: 'this job asks the web server on its own machine, which is another container here: {run}',
    next: 'let it call the program itself, or the app’s address',
  },
  MIG167: { text: 'it lies in {path}; the link {link} leads there, and is its name here' },
  MIG168: {
    text: 'this job has a password on its command line, where everybody on that host can read it; the draft takes it from the secrets ({keys}): {run}',
  },
  MIG169: {
    text: 'this job has a password on its command line that only a shell could take out, so it is left out of cron: {run}',
    next: 'put the password into the secrets (induk secrets set APP NAME), name it under secrets: and write the job with $NAME in its place',
  },
  MIG170: {
    text: '{script} is a script of the host, no command that the app’s container has, so it is left out of cron:; from the switch on it is off there',
    next: 'see what of it the app needs, and write that under cron: as a command in its container',
  },

  // about the host
  MIG160: { text: 'the certificate of {names} ends in {days} days' },
  MIG161: { text: 'the certificate of {names} ended {days} days ago' },
  MIG162: { text: '{file} has what only the web server itself can resolve: {names}' },
  MIG163: { text: 'there is no Apache and no nginx on that host' },
  MIG164: { text: 'a Java program runs in {folder}: Java apps are not moved yet' },
  MIG165: { text: 'a Node program runs in {folder}: write its entry by hand, with its source' },
};

import type { Catalogue } from '../catalogue.js';

/** What is wrong with an inventory, in English. */
export const inventory: Catalogue = {
  INV001: { text: 'YAML syntax: {problem}' },
  INV002: { text: 'key "{key}" is here twice', next: 'keep one of them' },
  INV003: {
    text: 'the file has {bytes} bytes; at most {limit} are read',
    next: 'keep one file per agency in opd/, and data out of the inventory',
  },
  INV004: {
    text: 'its aliases expand to far more than is written (an alias bomb)',
    next: 'write the values out instead of nesting aliases',
  },
  INV005: { text: 'control character {character}', next: 'delete it' },
  INV006: {
    text: 'a second YAML document starts here',
    next: 'delete the line ---, or move what follows to its own file',
  },
  INV007: {
    text: 'the file is not a mapping of keys to values',
    next: 'start with the keys that: induk schema   lists',
  },
  INV008: { text: 'nested too deeply' },
  INV009: { text: 'this tag is not understood', next: 'delete the tag (the word with !)' },
  INV010: { text: 'there is no {file}', next: 'run: induk init' },
  INV011: {
    text: '{file} would not be read',
    next: 'the inventory is site.yaml and opd/<agency>.yaml',
  },
  INV012: { text: '"{key}" has no value', next: 'write a value after it, or delete the line' },
  INV013: { text: 'this alias refers to nothing' },
  INV014: { text: 'unknown key "{key}"' },
  INV015: { text: '"{key}": {expected} expected, found {actual}' },
  INV016: {
    text: '"{key}" must be text, but YAML reads {written} as the {type} {value}',
    next: 'write it in quotes: "{written}"',
  },
  INV017: { text: '"{key}" is missing' },
  INV018: { text: '"{key}" cannot be "{value}"', next: 'one of: {allowed}' },
  INV019: { text: '"{key}" is {value}; the least is {limit}' },
  INV020: { text: '"{key}" is empty' },
  INV021: { text: '"{key}" is too long' },
  INV022: { text: '"{key}" must be one line of text' },
  INV023: {
    text: '"{value}" cannot be a name',
    next: 'a name has 2 to 30 lower-case letters, digits and single hyphens, a letter first',
  },
  INV024: { text: '"{value}" is no domain name', next: 'write it like: layanan.contoh.go.id' },
  INV025: {
    text: '"{key}" must be a size with a unit',
    next: 'write it like: 512MiB, 1.5GiB, 10GB',
  },
  INV026: { text: '"{key}" must be a time with a unit', next: 'write it like: 30s, 2m, 1h' },
  INV027: {
    text: 'schedule "{value}" has not five fields',
    next: 'minute, hour, day, month, weekday: "*/5 * * * *"',
  },
  INV028: {
    text: '"{value}" cannot be the name of a variable',
    next: 'use capital letters, digits and underscores: APP_MODE',
  },
  INV029: { text: '{key} is set by induk', next: 'delete the line, or use another name' },
  INV030: {
    text: '{key} looks like a secret; the inventory is readable by everyone',
    next: 'move it: list {key} under secrets:, then run: induk secrets set {app} {key}',
  },
  INV031: { text: '"{value}" is no name of a Debian package' },
  INV032: { text: '"{value}" is no name of a PHP extension' },
  INV033: {
    text: '"{value}" is no image reference',
    next: 'write it like: ghcr.io/kota-contoh/arsip:2.1',
  },
  INV034: {
    text: 'this is no public age key, or a character of it is wrong',
    next: 'copy the line that starts with age1 from: age-keygen -y KEYFILE',
  },
  INV035: {
    text: '"{value}" is no host key fingerprint',
    next: 'take the SHA256:… of: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub',
  },
  INV036: { text: '"{value}" is no host name or address' },
  INV037: {
    text: 'unknown time zone "{value}"',
    next: 'one of: Asia/Jakarta, Asia/Pontianak, Asia/Makassar, Asia/Jayapura, or another IANA name',
  },
  INV038: { text: '"{value}" is no e-mail address' },
  INV039: {
    text: 'source "{value}" leaves the workspace or is no plain relative path',
    next: 'name a folder relative to site.yaml: apps/parkir',
  },
  INV040: { text: '"{path}" is no clean absolute path', next: 'write it like: /app/uploads' },
  INV041: {
    text: '"{path}" overlaps "{other}" of storage "{key}"',
    next: 'give each storage a folder of its own',
  },
  INV042: { text: '"{key}" must be a folder inside the source, not "{value}"' },
  INV043: { text: '{kind} "{version}" is not supported', next: 'one of: {supported}' },
  INV044: { text: '"{key}" must be a path that starts with /' },
  INV045: { text: '"{value}" is no setting of php.ini' },
  INV046: {
    text: '"{value}" is no user',
    next: 'a name or a number, optionally with a group: 1000:1000',
  },
  INV047: { text: '"{value}" is no user name' },
  INV048: { text: '"{key}" must be the path of a file' },
  INV049: { text: '"{key}" is {value}; the most is {limit}' },
  INV050: {
    text: '{app} and {other} ({where}) would both be called "{name}" on the engine',
    next: 'rename one of them',
  },
  INV051: {
    text: 'domain {domain} already belongs to the app at {where}',
    next: 'give each app domains of its own',
  },
  INV052: { text: 'HTTP and HTTPS cannot both use port {port}' },
  INV053: { text: '{server} has the same address as {other}: {address}' },
  INV054: { text: 'there is no server "{server}"', next: 'name one of site.yaml, or add it there' },
  INV055: { text: 'there is no server "{server}" to jump through' },
  INV056: {
    text: '{server} is reached through {via}, which leads back to itself',
    next: 'delete one via: of the circle',
  },
  INV057: {
    text: 'no server is a manager',
    next: 'set role: manager on at least one, better on three',
  },
  INV058: { text: 'there are no servers', next: 'add one, e.g.  lokal: {address: local}' },
  INV059: {
    text: 'with several servers, each app must say which one',
    next: 'add server: with one of {servers}, or defaults: {server: …} in site.yaml',
  },
  INV060: {
    text: 'agency "{opd}" is in a file of another name: {file}',
    next: 'rename the file to opd/{opd}.yaml',
  },
  INV061: { text: 'agency "{opd}" is already in {other}', next: 'put all its apps in one file' },
  INV062: {
    text: '"{name}" has {length} characters; agency and app together may have {limit}',
    next: 'shorten one of the two names',
  },
  INV063: { text: 'the name "{opd}" is kept for induk itself' },
  INV064: {
    text: '"{key}" has no effect with the runtime {kind}',
    next: 'delete it, or use another runtime',
  },
  INV065: {
    text: 'health.path needs curl, which a foreign image may lack',
    next: 'use health.command with a program of that image',
  },
  INV066: { text: 'health.command is for image: runtimes', next: 'use health.path' },
  INV067: {
    text: '"{value}" cannot be the name of a database or account',
    next: 'use letters, digits, underscores and hyphens, 63 at most',
  },
  INV068: {
    text: 'a {kind} app needs "source"',
    next: 'add source: with the folder of its files, relative to site.yaml',
  },
  INV070: { text: '"{key}" does not say which kind', next: 'add one of: {kinds}' },
  INV071: { text: '"{key}" can be only one of {kinds}', next: 'delete "{second}" or the other' },
  INV072: {
    text: 'this is a private key: whoever reads this file can now read the secrets',
    next: 'delete it, make a new key with age-keygen, write its public part (age1…) here',
  },
  INV073: {
    text: '"{path}" cannot be storage: the system or induk uses it',
    next: 'choose a folder of the app: /app/uploads',
  },
  INV074: { text: 'storage cannot be called "{key}": induk uses that name', next: 'rename it' },
  INV075: { text: '{key} is under both env and secrets', next: 'delete the one under env' },
  INV076: { text: '"{value}" is twice in "{key}"' },
  INV077: {
    text: 'schedule "{value}": the {field} field is wrong',
    next: 'see crontab(5): numbers, names, lists, ranges, steps',
  },
  INV078: { text: '{kind} keeps "{value}" for itself', next: 'choose another {key}' },
  INV079: {
    text: 'PHP "{version}" is not in Debian',
    next: 'use one of {supported}, or name a base image with it: from: php:5.6-apache',
  },
  INV090: { text: 'there is no app "{app}"', next: 'run: induk list' },
  INV091: { text: 'several agencies have an app "{app}"', next: 'say which: {candidates}' },
  INV092: { text: 'there is no agency "{opd}"', next: 'run: induk list' },
  INV093: { text: 'there is no server "{server}"', next: 'one of: {servers}' },

  // what commands about the inventory say and ask
  INV100: { text: '{site} is valid (agencies: {agencies}, apps: {apps}, servers: {servers})' },
  INV101: { text: 'no apps' },
  INV102: { text: 'default' },
  INV103: { text: 'written: {files}', next: 'induk validate, then: induk plan' },
  INV104: {
    text: '{path} is there already; nothing was written',
    next: 'edit it, or choose another folder: induk init --inventory DIR',
  },
  INV110: { text: 'Short name of the site, e.g. kota-contoh' },
  INV111: { text: 'Its name for people' },
  INV112: { text: 'Domain the apps get their names under, e.g. contoh.go.id' },
  INV113: { text: 'First server: host name or address, or "local" for this machine’s own Docker' },
  INV114: { text: 'Short name of that server' },
  INV115: { text: 'SSH user there' },
  INV116: { text: 'Short name of the first agency, e.g. dishub (empty: none yet)' },
  INV117: { text: 'Full name of that agency' },

  // backups
  INV120: {
    text: '{server} is a vault: apps do not run there',
    next: 'name another server; backups must not fall with what they are of',
  },
  INV121: {
    text: 'there is no vault "{server}"',
    next: 'add it under servers: with its address and role: vault',
  },
  INV122: {
    text: '{server} runs apps, so it cannot be the vault',
    next: 'add a machine of its own under servers: with role: vault',
  },
  INV123: {
    text: 'every server is a vault; none is left to run apps',
    next: 'add another server, or delete role: vault',
  },
  INV124: {
    text: '"{key}" needs a reason of at least 10 characters',
    next: 'write why this app may be lost; to back it up, delete the line',
  },
  INV125: { text: '"{key}" must be a time of day', next: 'write it in quotes, 24 hours: "02:00"' },
  INV126: {
    text: '"{key}" must be a time in hours, days or weeks, from 1h to 366d',
    next: 'write it like: 36h, 2d, 1w',
  },
  INV127: {
    text: '"{key}" must be a time in minutes or hours, from 1m to 24h',
    next: 'write it like: 90m, 3h',
  },
  INV128: {
    text: '"{value}" cannot be the folder of a vault',
    next: 'name an absolute folder, best on a disk of its own: /srv/backups',
  },
  INV129: {
    text: 'this is no address of a vault',
    next: 'write it like: rest:https://brankas.contoh.go.id/, sftp:induk@10.0.0.9:/srv/backups, s3:https://s3.contoh.go.id/backups',
  },
  INV130: {
    text: 'the address holds an account or a password; the inventory is readable by everyone',
    next: 'delete what stands before the @; induk keeps accounts among the secrets',
  },
  INV131: {
    text: 'the app has no storage "{key}"',
    next: 'name keys of its storage:, or delete the entry',
  },
  INV132: {
    text: '"{key}" must be an address that starts with https:// or http://, without account',
  },
  INV133: {
    text: '"{key}" must begin with the absolute path of a program',
    next: 'write it like: [/usr/local/bin/kabari]',
  },
  INV134: { text: '"{key}" must be at least 1KiB', next: 'write it like: 2MiB' },
  INV135: {
    text: '"{key}" has no effect when backups are off',
    next: 'delete it, or delete off:',
  },
  INV136: { text: '{server} is a vault', next: 'run: induk vault setup {server}' },
  INV140: {
    text: 'nothing is backed up (apps: {apps}): site.yaml has no backup:',
    next: 'add backup: with a vault to site.yaml, then: induk vault setup',
  },
  INV141: { text: '{app} is not backed up: {reason}' },
  INV142: {
    text: '{app} says how it is backed up, but the site has no backups',
    next: 'add backup: with a vault to site.yaml',
  },
  INV143: {
    text: 'the vault’s address is http: accounts and passwords can be read on the way',
    next: 'use https',
  },
  INV144: {
    text: 'backups stay on the apps’ own servers, in {path}: what destroys one destroys both',
    next: 'add a machine with role: vault, then: induk vault setup',
  },
  INV145: {
    text: 'nothing is backed up yet (apps: {apps}): the vault in site.yaml was not set up',
    next: 'run: induk vault setup',
  },
};

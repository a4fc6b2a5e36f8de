import type { Catalogue } from '../catalogue.js';

/** An app made of an archive and a dump that were handed over, in English. */
export const migrate: Catalogue = {
  MIG300: { text: '{file} cannot be read ({reason})' },
  MIG301: {
    text: '{file} is damaged: {reason}',
    next: 'ask for it again, or copy it again, and compare its size and checksum with theirs; nothing was changed',
  },
  MIG302: {
    text: '{file} needs the program {program} to be unpacked, which this machine does not have',
    next: 'run: apt-get install {package}   or unpack it and pack it as tar.gz',
  },
  MIG303: {
    text: '{file} has an entry that cannot be brought over as it is: {name}',
    next: 'unpack it and pack it again with tar, without --sparse; nothing was changed',
  },
  MIG304: {
    text: 'everything in the archive is in a folder, {folder}, or some of it is not: nothing says which folder is the app ({at})',
    next: 'say it: --root {folder}, or --root . for all of the archive',
  },
  MIG305: {
    text: '{file} has a name that leads out of it: {name}',
    next: 'no program packs an app so: find out where it comes from; nothing of it was unpacked',
  },
  MIG306: {
    text: '{file} has a link that leads out of the app: {name} -> {target}',
    next: 'leave such links out: --leave-links   or pack the archive with what they lead to',
  },
  MIG307: {
    text: '{file} has nothing of the app: no volume of it is in the folder {root} of the archive, taken for {at}',
    next: 'say which folder it is and where it was: --root FOLDER --at PATH',
  },
  MIG308: {
    text: 'the disk of the new server is full; nothing of the app was kept',
    next: 'make room, or choose a server with a larger disk, then run this again',
  },
  MIG309: {
    text: 'the archive has something that cannot be made: {name} ({reason})',
    next: 'unpack it and pack it again; nothing of the app was kept',
  },
  MIG310: {
    text: '{file} ended before its end, at line {line}: it was cut',
    next: 'ask for it again, or dump again; nothing was loaded',
  },
  MIG311: {
    text: 'nothing in {file} says that it came to its end (line {line}), so it may have been cut',
    next: 'dump again with mariadb-dump, mysqldump or pg_dump and without --compact or --skip-comments',
  },
  MIG312: {
    text: '{file} has a statement at line {line} that no dump of an app has: {statement}',
    next: 'take it out, or dump again and only this database; nothing was loaded',
  },
  MIG313: {
    text: '{file} is a dump of {found}, and the database of the app is {wanted}',
    next: 'correct database: of the app in the inventory, or ask for the right dump',
  },
  MIG314: {
    text: '{file} sorts text in ways that the new database does not know: {collations}',
    next: 'say what takes their place: --collation-map {first}=utf8mb4_unicode_ci   or choose a newer version under database:',
  },
  MIG315: {
    text: '{file} is of PostgreSQL {from}, which is newer than the app’s {own}',
    next: 'write the newer version under database: of the app in the inventory',
  },
  MIG316: {
    text: 'the new database refused {file}: {reason}',
    next: 'nothing of the app was kept; mend what it says, then run this again',
  },
  MIG317: {
    text: 'what was loaded is not what {file} says ({what})',
    next: 'nothing of the app was kept; run this again, and if it happens again, dump in another way',
  },
  MIG318: {
    text: '{file} did not arrive as it was read before: the link was cut, or it was changed meanwhile',
    next: 'nothing of the app was kept; run this again',
  },
  MIG319: {
    text: 'the disk of {server} has {free} bytes left, and this takes {needed}',
    next: 'make room, or choose a server with a larger disk; nothing was sent',
  },
  MIG320: {
    text: 'by what the inventory says of it, {app} is imported with: {flags}',
    next: 'look at storage: and database: of the app in the inventory',
  },
  MIG321: {
    text: '{file} is of several databases: {databases}',
    next: 'ask for a dump of the app’s own database alone; nothing was loaded',
  },
  MIG322: {
    text: '{app} is there already: {what}',
    next: 'an import only makes a new app; to begin again: induk destroy {app} --volumes',
  },
  MIG323: {
    text: '{path} is answered with {status} instead of {expect}; nobody was sent to the app',
    next: 'look: induk logs {app}   mend it and run this again: the data is there and stays',
  },
  MIG324: {
    text: '{app} is, or is to be, made of an archive: it has no move to go on with',
    next: 'look: induk migrate status {app}   to move it instead, throw that away first: induk destroy {app} --volumes',
  },
  MIG325: {
    text: '“{given}” does not say which collation takes the place of which',
    next: 'write it so: --collation-map utf8mb4_0900_ai_ci=utf8mb4_unicode_ci',
  },
  MIG326: { text: '{file} has several dumps, or none: {dumps}', next: 'name one: --database NAME' },
  MIG327: {
    text: '{app} runs on {server}, with what was handed over: {url}',
    next: 'see that its address leads here, then: induk backups create {app}',
  },
  MIG328: {
    text: '{app} would be made on {server}: it takes {needed} bytes of {free} that are left. Nothing was changed, nothing was sent',
  },
  MIG329: {
    text: 'nothing says which password {app} has for its database',
    next: 'give it that of the app’s own settings: induk secrets set {app} DB_PASSWORD   or, where they read it from the environment: induk secrets generate {app} DB_PASSWORD',
  },
};

import type { Catalogue } from '../catalogue.js';

/** The move of an app itself: its old host's agent, its phases, its checks; in English. */
export const migration: Catalogue = {
  // the agent on the old host
  MIG230: { text: 'a command to {server} came too late and was not obeyed: {reason}' },
  MIG231: {
    text: 'the fence on {server} did not stand all the time, so what was proven may not hold: {reason}',
    next: 'nothing was switched; run it again',
  },
  MIG232: {
    text: '{server} still holds the app: {reason}',
    next: 'look: induk migrate status   then go on, or take it back: induk migrate rollback',
  },
  MIG233: {
    text: 'the web server of {server} does not take its changed configuration: {reason}',
    next: 'nothing was changed there; look at the virtual host of the app',
  },
  MIG234: {
    text: 'a file on {server} was changed since the move was prepared: {reason}',
    next: 'nothing was changed there; prepare again: induk migrate start',
  },
  MIG235: {
    text: 'the database of {server} could not be closed or opened: {reason}',
    next: 'if the freeze had begun, it ends by itself; look at the database there',
  },
  MIG236: { text: 'another command is at work on {server}: {reason}', next: 'try it again' },
  MIG237: { text: 'a command failed on {server}: {reason}' },
  MIG238: {
    text: 'no virtual host of {server} has one of the names {names}',
    next: 'correct legacy.domains of the app in the inventory',
  },
  MIG274: {
    text: 'something still works for the app on {server}, and would write there after the switch: {reason}',
    next: 'nothing was switched; let it come to its end, or stop it there, then: induk migrate cutover',
  },
  MIG275: {
    text: '{server} does not say that the app is away at {reason}',
    next: 'nothing was switched; look there for another virtual host of that name, in a file that is included by its folder',
  },
  MIG239: {
    text: 'the jobs of {place} are not on {server} as the inventory says',
    next: 'correct legacy.cron of the app in the inventory; induk inspect shows what is there',
  },

  // phases
  MIG200: {
    text: 'the journal of the move is damaged at line {line}',
    next: 'look at journal.ndjson in the volume of the move before anything else',
  },
  MIG201: { text: 'nobody could write for {seconds} seconds, which is all that was allowed' },
  MIG202: { text: 'the move was committed and cannot be changed any more' },
  MIG203: {
    text: 'the app does not live on the new server yet ({phase})',
    next: 'run: induk migrate cutover',
  },
  MIG204: {
    text: 'the app does not follow its old host yet ({phase})',
    next: 'run: induk migrate start',
  },
  MIG205: {
    text: 'the app lives on the new server already, or is being switched ({phase})',
    next: 'run: induk migrate commit   or, to go back: induk migrate rollback',
  },
  MIG206: {
    text: 'the rollback is not at its end yet',
    next: 'run: induk migrate rollback',
  },
  MIG207: { text: 'it failed in a way that was not foreseen: {reason}' },
  MIG208: {
    text: 'the {part} of both sides differ in {count} places, first {first}; the side that was live stays so',
    next: 'before a switch, bring it over again: induk migrate start   after a crash, repair the table first',
  },
  MIG209: {
    text: 'jobs of the app still run on {server} while nobody may write: {jobs}',
    next: 'nothing was switched; see what turned them on there, let legacy.cron have them as they stand there, and bring it over: induk migrate sync',
  },

  // checks before a move
  MIG210: {
    text: 'the account {user} is neither root nor may it sudo, and the app’s database cannot be read by its own account',
    next: 'give legacy.user root or sudo, or let induk know the password of its database (induk secrets set APP DB_PASSWORD), or move an archive: induk migrate import',
  },
  MIG211: {
    text: 'its framework is not known ({framework})',
    next: 'write its runtime into the inventory by hand',
  },
  MIG212: {
    text: 'it shares its address with other apps, at {at}, and cannot be closed by itself',
    next: 'give it a name of its own on the old host first',
  },
  MIG213: {
    text: 'no name is known by which visitors reach it',
    next: 'write legacy.domains into the inventory',
  },
  MIG214: {
    text: '{server} has {free} MiB free, and it needs {needed} MiB',
    next: 'make room there, or name another server in the inventory',
  },
  MIG215: {
    text: '{app} runs on {server} already',
    next: 'if it was moved: take legacy: out of its entry; if not: induk destroy, or another name',
  },
  MIG216: {
    text: 'its database was not found on the old host, or is not in the inventory',
    next: 'run induk inspect with an account that may read it, and look at database:',
  },
  MIG217: {
    text: 'the database there is {there}, the inventory says {here}',
    next: 'move it with the same engine and version; upgrading is a step of its own',
  },
  MIG218: {
    text: 'the script {script} is also about {apps}; turning it off would stop it for them',
    next: 'give each app a crontab or a script of its own on the old host first',
  },
  MIG219: {
    text: 'the database account {account} may also use {on}; locking it would stop whoever does',
    next: 'give the app an account of its own on the old host first, with rights on its database alone',
  },
  MIG220: {
    text: 'the app logs in to its database as its administrator ({user}), who cannot be locked out',
    next: 'give the app an account of its own on the old host first',
  },
  MIG221: {
    text: 'the database there ({version}) cannot lock accounts',
    next: 'MariaDB 10.4 or MySQL 5.7 can; upgrade it there first',
  },
  MIG222: {
    text: 'views or routines belong to accounts that are gone: {accounts}',
    next: 'they are made without a way to log in; look whether these work at the old host',
  },
  MIG223: {
    text: '{count} tables have no transactions ({engines}) and are locked while they are copied',
    next: 'copy them when few people work',
  },
  MIG224: {
    text: 'no drill has proven a set of {app} yet; the switch waits for that',
    next: 'once it follows: induk backups create {app} && induk backups drill {app}',
  },
  MIG225: {
    text: 'the database there writes no binary log; it has to be restarted once to be followed',
    next: 'agree on a minute with its people; or let it be dumped: --method dump',
  },
  MIG226: {
    text: 'the clock of the old host is {seconds} seconds off',
    next: 'let it keep its time: apt install chrony',
  },
  MIG228: {
    text: 'these database accounts may write into every database there and are none of the app, so they stay open in the freeze: {accounts}',
    next: 'see that nobody works with them at the switch, or take what they do not need away first',
  },
  MIG229: {
    text: 'jobs of the app on its old host are not in the inventory, and would go on there after the switch: {jobs}',
    next: 'write each under legacy.cron, and under cron: what is to run here (induk inspect shows both), then bring it over: induk migrate start, or induk migrate sync where it follows already',
  },
  MIG227: {
    text: 'its settings say that its database is at the address {host}, which is not here',
    next: 'write localhost into its settings on the old host first',
  },

  // commands
  MIG240: {
    text: '{app} has no old host in the inventory (legacy:)',
    next: 'run: induk inspect USER@HOST   which drafts its entry',
  },
  MIG241: {
    text: '{app} was not found on {address}; there are: {apps}',
    next: 'correct legacy.path or legacy.domains of the app in the inventory',
  },
  MIG242: { text: 'moves on {server} could not be read ({code})' },
  MIG243: {
    text: 'a move of {app} is being worked on already: induk migrate {command}',
    next: 'wait for it, or look on: induk migrate {command} {app}',
  },
  MIG244: {
    text: 'the mover of {app} on {server} ended without a word (exit status {code})',
    next: 'run it again; it goes on where it was',
  },
  MIG245: {
    text: 'the switch was given up, and the old side goes on: {reason}',
    next: 'look: induk migrate status   then try it again',
  },
  MIG246: {
    text: 'the web service of {app} on {server} is not running and healthy, so nothing is switched to it',
    next: 'look: induk logs {app}   and, once it is mended: induk apply {app}',
  },
  MIG247: {
    text: 'no drill has proven a set of {app} yet, so it is not switched',
    next: 'run: induk backups create {app} && induk backups drill {app}   or say why not: --without-proof REASON',
  },
  MIG248: { text: '{app} cannot be moved yet: {checks}', next: 'look: induk migrate assess {app}' },
  MIG249: {
    text: 'to follow {app} its old database must be restarted once, which nobody agreed to',
    next: 'agree on a minute with its people: --enable-log   or let it be dumped: --method dump',
  },
  MIG250: {
    text: 'the storage {volume} of {app}, {path}, is no folder of the app on its old host',
    next: 'correct storage or legacy.path of the app in the inventory',
  },
  MIG251: { text: 'no move of {app} has begun', next: 'run: induk migrate start {app}' },
  MIG252: {
    text: 'Switch {app} to {server} ({site})? Nobody can write for at most {budget} seconds; then the old host sends visitors on.',
  },
  MIG253: {
    text: 'Take {app} back to {address} ({site})? Nobody can write for at most {budget} seconds; what was written on {server} is brought along.',
  },
  MIG254: {
    text: 'Commit the move of {app} to {server} ({site})? After this there is no way back; the old data stays on {address}, closed.',
  },
  MIG255: {
    text: '{app} follows its old host; {server} has all of it. Next: induk migrate rehearse {app}   then: induk migrate cutover {app}',
  },
  MIG092: {
    text: '{app} was copied to {server} as it was; its database is copied once more at the switch. Next: induk migrate cutover {app}',
  },
  MIG093: {
    text: 'the database of {app} cannot be followed, it can only be dumped',
    next: 'leave out --method; give the switch a budget that fits: --freeze-budget 5m',
  },
  MIG256: {
    text: '{app} lives on {server}; {address} sends visitors on. Next: induk migrate commit {app}, or back: induk migrate rollback {app}',
  },
  MIG257: { text: '{app} lives on {address} again, as before. Next: induk migrate start {app}' },
  MIG258: {
    text: 'the move of {app} is committed. Its old data on {address} may be erased from {date} on. Take legacy: out of its entry then.',
  },
  MIG259: {
    text: 'the move goes on on {server} without this command; to look on again, run it again',
  },
  MIG260: { text: '{app} is switched although no drill has proven a set of it: {reason}' },
  MIG261: {
    text: '"{given}" is no time for a freeze',
    next: 'give 1 to 3600 seconds: --freeze-budget 30s',
  },
  MIG262: { text: '{file} is there already', next: 'name another file' },
  MIG263: {
    text: 'the rollback was given up, and the new side goes on: {reason}',
    next: 'look: induk migrate status   then try it again',
  },
  MIG264: {
    text: 'there is nothing to take back: {app} lives on {address}, and no move of it has begun',
  },
  MIG265: {
    text: 'the new server is a stranger to {server}: {reason}',
    next: 'see that the app’s domains: have this name and that its proxy has a certificate for it',
  },
  MIG266: {
    text: '{app} is being moved: its old host waits for what becomes of it',
    next: 'end the move first: induk migrate rollback {app}   or: induk migrate commit {app}',
  },
  MIG267: {
    text: '{page} is answered differently: {old} on the old host, {new} on the new server; nothing was switched',
    next: 'look at both; if the copy is old: induk migrate sync   legacy.pages says which pages are asked ([]: none); without it they are / and those that the last rehearsal found equal',
  },
  MIG268: {
    text: 'the write that legacy.write declares ({path}) was answered {status} on the new server, and not {expect}; nothing was switched',
    next: 'look at the app there: induk logs APP',
  },
  MIG269: {
    text: '{page} could not be asked: {reason}',
    next: 'see that the app answers on both sides; legacy.pages says which pages are asked ([]: none)',
  },

  // moves that were cut off at their end, or whose volume is gone
  MIG340: {
    text: 'what is known of the move of {app} is gone from {server}, so nobody can say on which side people write; nothing was changed',
    next: 'look which side has the newest data, and bring back the volume of the move if somebody removed it. While that is the old host: induk migrate start {app}   while it is {server}, and there need be no way back: induk migrate commit {app} --old-host-gone REASON',
  },
  MIG341: {
    text: '{app} was switched, but the command that did it was cut off at its end: its jobs run on neither side',
    next: 'run it again, which only ends it: induk migrate cutover {app}',
  },
  MIG342: {
    text: 'Commit the move of {app} to {server} ({site}) without its old host {address}? After this there is no way back. If that host still runs, it stays as it is now: closed, with the accounts and the key of the move on it.',
  },
  MIG343: {
    text: 'the move of {app} is committed; {address} was not asked. Take legacy: out of its entry.',
  },
  MIG344: {
    text: '--old-host-gone needs a reason, which goes into the audit log',
    next: 'say since when and why it is gone: --old-host-gone "rented until June, cancelled"',
  },
  MIG345: {
    text: 'the mover of {app} has its order already, so this changes nothing of it: {flags}',
    next: 'run it again with that once it has ended, or was given up',
  },

  // rehearsal
  MIG280: {
    text: 'there is nothing of {app} on its new server yet that could be rehearsed',
    next: 'run: induk migrate start {app}',
  },
  MIG281: {
    text: 'the mover of {app} is at work, so its data are not rehearsed now',
    next: 'wait for it: induk migrate status',
  },
  MIG282: {
    text: 'the web service of {app} does not run on its new server, so there is none to copy',
    next: 'look: induk logs {app}   and, once it is mended: induk apply {app}',
  },
  MIG283: {
    text: 'a copy of the database needs {needed} MiB, and the new server has {free} MiB free',
    next: 'make room there; nothing was begun',
  },
  MIG284: { text: '{app} is being rehearsed already', next: 'wait until that has ended' },

  // certificate
  MIG285: {
    text: 'visitors of {app} are shown no certificate on the old host that could be brought along',
    next: 'with proxy.tls: acme get one there first (certbot), or the switch waits for DNS; else nothing needs to be done',
  },
  MIG286: {
    text: 'the certificate {file} on the old host ended {days} days ago and is not brought along',
    next: 'renew it there before the switch (certbot renew), or let DNS lead to the new server at the switch',
  },
  MIG287: {
    text: 'the certificate {file} on the old host is not for {names}',
    next: 'get one there for these names before the switch, or correct domains: of the app',
  },

  // a write before the switch
  MIG278: {
    text: 'nothing is written through {app} on the new server before its switch, so nobody knows whether it can: legacy.write says what to try',
    next: 'add to its legacy: a harmless entry and the status it is answered with, as:   write: {path: /buku-tamu, body: "nama=uji", expect: 302}',
  },

  // forwarding
  MIG288: {
    text: 'after the switch the proxy cannot believe {address} about visitors that it sends on, since that is a name',
    next: 'write its IP address as legacy.address; else visitors without TLS may be sent in circles',
  },

  // an old host where nobody may be root
  MIG289: {
    text: 'the account {user} is neither root nor may it sudo: there, induk only reads. It does not close the app for the switch, turn off its jobs, or send visitors on afterwards, and what is written on the new server is not brought back',
    next: 'have its owner close it (every page 503, jobs off) for the switch, which then needs --old-side-closed WHO; let DNS lead to the new server right after',
  },
  MIG290: {
    text: 'induk may not close the app on {address}, and nobody says that its owner has',
    next: 'once every page there is refused (503) and its jobs are off: --old-side-closed WHO',
  },
  MIG291: {
    text: '{page} on {address} is still answered with {status}: the old side is not closed',
    next: 'have its owner answer every page with 503, then run it again; nothing was switched',
  },
  MIG292: {
    text: 'somebody still writes on {address}: {part} changed while it was looked on; nothing was switched',
    next: 'have its owner find out who (jobs, other programs, people at work), then run it again',
  },
  MIG293: {
    text: 'on the new server {count} tables or folders were written since the switch, first {first}; they cannot be brought back to {address}, where induk only reads',
    next: 'stay: induk migrate commit   or leave what was written behind: --leave-writes REASON',
  },
  MIG294: {
    text: 'Switch {app} to {server} ({site})? Its old side on {address} is closed, as was said; that is looked at twice, and given up after {budget} seconds. Nobody sends its visitors on, and what is written here is not brought back.',
  },
  MIG295: {
    text: '{app} lives on {server}. {address} sends nobody on: let DNS lead to {server} now. Next: induk migrate commit {app}, or back: induk migrate rollback {app}',
  },
  MIG296: {
    text: 'Take {app} back from {server} ({site}) to {address}? Nothing that was written here is brought along; its owner opens the old side again. It is looked at for {budget} seconds at most.',
  },
  MIG297: {
    text: '{app} does not run on {server} any more. Have its owner open the old side on {address} again. Next: induk migrate start {app}',
  },
};

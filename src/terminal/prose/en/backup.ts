import type { Catalogue } from '../catalogue.js';

/** Backups, vaults, drills and restores, in English. */
export const backup: Catalogue = {
  // the worker: making sets and reading them back
  BAK001: {
    text: 'the backup worker failed in a way that was not foreseen: {reason}',
    next: 'look at its log: docker logs induk-backup-NAME on the server; and report it',
  },
  BAK002: {
    text: 'the run was stopped before its set was complete; sets made before are untouched',
    next: 'run: induk backups create APP',
  },
  BAK003: {
    text: 'the backup worker has no usable job ({reason})',
    next: 'run: induk apply',
  },
  BAK004: { text: 'the backup worker does not know the action "{action}"' },
  BAK010: {
    text: 'there is no repository at {repository}',
    next: 'run: induk apply   which makes it; if it was there before, look at the vault first',
  },
  BAK011: {
    text: 'the repository {repository} is locked by another run ({reason})',
    next: 'wait for it to end; a lock left by a killed run is ignored after half an hour',
  },
  BAK012: {
    text: 'the password does not open the repository {repository}',
    next: 'check BACKUP_KEY in the secrets of the app, then run: induk apply',
  },
  BAK013: {
    text: 'the disk of the vault is full ({repository}): {reason}',
    next: 'make room at the vault or run: induk backups prune',
  },
  BAK014: {
    text: 'the vault refused the login to {repository} ({reason})',
    next: 'run: induk apply   which sets the account of the app again',
  },
  BAK015: {
    text: 'the vault cannot be reached at {repository}: {reason}',
    next: 'check that the vault runs and that no firewall stands between',
  },
  BAK016: {
    text: 'the vault at {repository} shows another certificate than the one known: {reason}',
    next: 'find out whether it is really the vault before anything else; then: induk vault setup',
  },
  BAK017: {
    text: 'the repository {repository} is damaged: {reason}',
    next: 'leave it as it is, make a new set elsewhere, and look with: restic check --read-data',
  },
  BAK018: {
    text: 'restic {command} was killed ({reason}), perhaps for want of memory',
    next: 'look at the memory of the server: dmesg | grep -i oom; the next run goes on by itself',
  },
  BAK019: {
    text: 'restic {command} failed on {repository}: {reason}',
    next: 'look at its last lines above',
  },
  BAK021: {
    text: '{count} file(s) could not be read and are not in the set, first {path}: {reason}',
    next: 'check the disk of the server: dmesg | grep -i error',
  },
  BAK022: {
    text: 'the notice by {way} could not be sent: {reason}',
    next: 'check `notify` in site.yaml',
  },
  BAK023: {
    text: 'there is no set {set}',
    next: 'see those there are: induk backups list APP',
  },
  BAK024: {
    text: 'the manifest of the set is not one this induk understands (version {version})',
    next: 'use the version of induk that made it, or a newer one',
  },
  BAK025: {
    text: 'the set {set} has lost parts: {parts}',
    next: 'use an older set, and find out who removed them from the vault',
  },
  BAK026: {
    text: 'the set {set} has no {part}',
    next: 'see what it has: induk backups show APP {set}',
  },
  BAK027: {
    text: '{count} view(s) do not work and are not in the set: {names}',
    next: 'drop them, or mend what they refer to',
  },
  BAK028: {
    text: 'set {set} is being put in the place of the data of {app}: there is nothing whole to back up',
    next: 'finish the restore: induk backups restore {app} --in-place --set {set}   or start the app as it is: induk apply; then: induk backups create {app}',
  },
  BAK029: {
    text: 'the image {image} could not be saved ({reason}); the set is whole, but needs the image from elsewhere',
    next: 'look at the room on the disk of the server and of the vault; the next set tries again',
  },
  BAK030: {
    text: 'no container of {service} runs, so its database cannot be dumped',
    next: 'run: induk status   and bring the database up first',
  },
  BAK031: {
    text: 'the dump of the database ended early, after {bytes} bytes',
    next: 'look whether the database was restarted meanwhile, then: induk backups create APP',
  },
  BAK032: {
    text: 'the dump of the database is not as it should be: {what}',
    next: 'report it with the version of the database; nothing was kept of this dump',
  },
  BAK033: {
    text: '{program} failed in {container}: {reason}',
    next: 'look at its last lines above',
  },
  BAK034: {
    text: 'the dump could not be loaded: {program} in {container}: {reason}',
    next: 'look at the lines above; the database that was being filled is not to be used',
  },
  // alarms: the set is complete, but somebody should look
  BAK140: {
    text: 'the dump of the database shrank from {before} to {bytes} bytes',
    next: 'look whether data was deleted on purpose; older sets still have it',
  },
  BAK141: {
    text: 'the dump of the database grew from {before} to {bytes} bytes',
    next: 'look for a table that fills up, or something that writes without end',
  },
  BAK142: {
    text: 'volume "{volume}" shrank from {before} to {bytes} bytes',
    next: 'look whether files were deleted on purpose; older sets still have them',
  },
  BAK143: {
    text: 'volume "{volume}" grew from {before} to {bytes} bytes',
    next: 'look for files that do not belong there',
  },
  BAK144: {
    text: 'tables are gone since the last set ({count}): {names}',
    next: 'look whether they were dropped on purpose; older sets still have them',
  },
  BAK145: {
    text: 'tables are empty that had rows in the last set ({count}): {names}',
    next: 'look whether they were emptied on purpose; older sets still have the rows',
  },
  BAK146: {
    text: '{changed} of {files} files of volume "{volume}" changed since the last set',
    next: 'look at a few of them: ransomware changes files wholesale; older sets are untouched',
  },
  BAK147: {
    text: '{changed} of {files} files of volume "{volume}" changed since the last set and look encrypted',
    next: 'treat it as ransomware: stop the app, keep the vault as it is, restore an older set',
  },
  BAK148: {
    text: '{part} was in the last set and is not in this one',
    next: 'when the inventory did not change, look at the app’s volumes and database',
  },
  BAK149: {
    text: 'the set is dated {at}, before the last one ({before})',
    next: 'compare the server’s clock: induk servers check',
  },
  BAK150: {
    text: 'the database lost its {kind} since the last set ({before} then, {count} now)',
    next: 'look whether they were dropped on purpose; older sets still have them',
  },
  BAK151: {
    text: 'sets are dated in the future ({count}, the first {at}, snapshot {snapshot}); nothing was deleted',
    next: 'compare the server’s clock; when it is right, somebody forged them: forget them at the vault',
  },
  BAK152: {
    text: 'sets turned up that are dated before the last pruning ({count}, the first {at}, snapshot {snapshot}); nothing was deleted',
    next: 'when nobody copied old sets there, somebody forged them: forget them at the vault',
  },
  BAK153: {
    text: 'snapshot {snapshot} has no date that can be read; nothing was deleted',
    next: 'look at it at the vault: restic snapshots',
  },

  // why an app’s backups are not green
  BAK155: {
    text: 'the site has no backups',
    next: 'add backup: to site.yaml, then: induk vault setup',
  },
  BAK156: { text: 'turned off: {reason}' },
  BAK157: { text: 'never backed up', next: 'run: induk backups create {app}' },
  BAK158: {
    text: 'the last set is {hours} hours old',
    next: 'run: induk backups create {app}',
  },
  BAK159: { text: 'the run at {at} failed ({reason})', next: 'run: induk backups create {app}' },
  BAK160: { text: 'never restored in a drill', next: 'run: induk backups drill {app}' },
  BAK161: {
    text: 'the last drill that succeeded was {days} days ago',
    next: 'run: induk backups drill {app}',
  },
  BAK162: { text: 'the drill at {at} failed ({reason})', next: 'run: induk backups drill {app}' },
  BAK163: {
    text: 'a run is dated in the future ({at})',
    next: 'compare the server’s clock: induk servers check',
  },
  // the vault and its key
  BAK060: {
    text: 'site.yaml names no vault, so nothing is backed up',
    next: 'write into site.yaml   servers: {server}: {address: …, role: vault}   and   backup: {vault: {server: {server}}}   (or vault: {url: "rest:https://…"}, or vault: {path: /srv/backups}), then run it again',
  },
  BAK061: {
    text: '"{server}" is not the vault of site.yaml',
    next: 'run: induk vault setup {suggestion}   or write   servers: {server}: {address: …, role: vault}   and   backup: {vault: {server: {server}}}',
  },
  BAK062: {
    text: '"backup.recipient" of site.yaml ({recipient}) is not of the VAULT_KEY in the site’s secrets ({own})',
    next: 'take the last good secrets/site.age from Git; only with a vault that holds no backups delete the line "recipient:" and run it again',
  },
  BAK063: {
    text: '{file} has no "backup:" that a line could be put into',
    next: 'write under "backup:"   recipient: {recipient}',
  },
  BAK064: {
    text: 'the vault on {server} does not answer as it should: {reason}',
    next: 'look at it: ssh {server} docker logs induk-vault',
  },
  BAK065: {
    text: '{server} has the vault of another site ("{site}")',
    next: 'name another server in "backup.vault" of site.yaml; one vault keeps the backups of one site',
  },
  BAK066: {
    text: 'the vault on {server} refuses for {app}: {reason}',
    next: 'look at it: ssh {server} docker exec induk-vault induk-keeper repositories; a repository with a lost key must be moved away by hand',
  },
  BAK067: {
    text: 'restic {command} at the vault on {server} failed for {app} (status {code})',
    next: 'read the lines above; a repository that is locked is waited for ten minutes',
  },
  BAK068: { text: 'there is no vault on {server}', next: 'run: induk vault setup' },
  BAK069: {
    text: 'the vault on {server} could not do "{action}" (status {code})',
    next: 'read the lines above, then run: induk vault setup',
  },
  BAK070: {
    text: 'share {place} has a mistake in group {group}, which probably reads {reads}',
    next: 'compare it with the paper, group by group, and type it again',
  },
  BAK071: {
    text: 'share {place} has {given} characters after "indukshare1"; {wanted} are needed',
    next: 'compare it with the paper: three lines of six groups of four',
  },
  BAK072: {
    text: 'these shares are of {keys} different keys',
    next: 'each paper says of which site and day it is; take those of one',
  },
  BAK073: {
    text: '{given} shares are here, {needed} are needed',
    next: 'ask more holders; a share that is given twice counts once',
  },
  BAK074: {
    text: 'the shares do not fit together',
    next: 'one of them was changed on purpose: try others',
  },
  BAK075: {
    text: '"{given}" is not a way to split',
    next: 'write how many are needed of how many, e.g. --split 3/5 (2 to 20 shares)',
  },
  BAK076: {
    text: 'the key is printed to a terminal only: a file or a log would keep it',
    next: 'print it on a terminal; or, for a printer, add --print',
  },
  BAK077: {
    text: 'Prints the key that opens every backup and every secret of {site}. Nobody should see your screen. Type {site} to go on',
  },
  BAK078: {
    text: '{place} cannot be reached from any server: {reason}',
    next: 'check "backup.vault" of site.yaml, and that the servers were set up: induk servers check',
  },
  BAK079: {
    text: '{server} is this machine (address: local), which is no vault: it would be lost with what it keeps',
    next: 'name another machine; to try backups on one machine write   backup: {vault: {path: /srv/backups}}',
  },
  BAK080: {
    text: 'Set up {vault} as the vault of {site}? Each step that is not as it should be is changed',
  },
  BAK081: {
    text: 'the vault is ready; changed steps: {changes}',
    next: 'commit site.yaml and secrets/, then: induk apply',
  },
  BAK082: { text: 'the vault is ready, nothing had to change' },
  BAK083: {
    text: '{from} does not reach the vault {vault}: {reason}',
    next: 'set the server up, or check the network between them',
  },
  BAK084: { text: 'the site has no vault’s key yet', next: 'run: induk vault setup' },
  BAK085: {
    text: `The vault’s key of {site}, {date}. Keep this paper in a safe, and not in the building of the servers.

  {key}

It opens every backup in {place}
and every file in the inventory’s secrets/ ({recipient}).
How to use it when nothing else is left:
  1. Get the inventory (Git) and a machine with induk.
  2. Write the line above into a file of its own:   umask 077; cat > vault.key
  3. export INDUK_AGE_KEY_FILE=$PWD/vault.key   and every command of induk can read the secrets.
     Without induk:   age -d -i vault.key secrets/site.age
                      restic -r REPOSITORY --password-file vault.key snapshots
  4. Let people in again: their keys under "team:" of site.yaml, then   induk secrets rekey`,
  },
  BAK086: {
    text: `# Share {number} of {total} of the vault’s key of {site}, {date}; any {threshold} give the key back.
# Keep it apart from the others. Together:   induk vault escrow --combine
{share}
`,
  },
  BAK087: { text: 'Share {number}' },
  BAK088: {
    text: 'The vault’s key exists only in secrets/site.age. Put it into a safe now: induk vault escrow   (or shared among people: induk vault escrow --split 3/5)',
  },
  BAK089: {
    text: 'you cannot read {failed} files of secrets, so the key in the safe cannot either: {files}',
    next: 'ask somebody who can to run: induk vault setup',
  },
  // commands, restores, drills
  BAK090: {
    text: '{owner} has no {key}, without which its backups cannot be reached',
    next: 'run: induk vault setup   and then: induk apply',
  },
  BAK091: {
    text: 'the worker on {server} ended with {code} and gave no answer',
    next: 'look at the lines above; run the same command again',
  },
  BAK092: {
    text: 'this site has no backup policy: nothing is backed up',
    next: 'write `backup: {vault: {server: NAME}}` into site.yaml and run: induk vault setup NAME',
  },
  BAK093: {
    text: '{app} has no backup worker on {server} yet',
    next: 'run: induk apply',
  },
  BAK094: {
    text: '{app} is not backed up: {reason}',
    next: 'take `off` out of its `backup:` and run: induk apply',
  },
  BAK095: { text: '{app}: set {set}, {bytes}, {added} new in the vault' },
  BAK096: {
    text: '{failed} of {apps} app(s) could not be backed up: {names}',
    next: 'look at the messages above; older sets are untouched',
  },
  BAK097: {
    text: 'what runs left on {server} could not be read ({code}); its apps may look worse than they are',
  },
  BAK098: {
    text: '{app}: set {set} of {from} came back on {server} in {time}: {tables} tables and {files} files equal, pages answer',
  },
  BAK099: {
    text: '{failed} of {apps} drill(s) failed: {names}',
    next: 'look at the messages above; the living apps were not touched',
  },
  BAK100: {
    text: 'the image {image} ({id}) of the set is not on this server',
    next: 'make a set that has it: induk backups create',
  },
  BAK101: {
    text: 'the restored service {service} does not run: {reason}',
    next: 'look at the lines above; the living app was not touched',
  },
  BAK103: {
    text: 'the restored database differs from set {set} in {count} place(s), the first: {first}',
    next: 'the set is no proof of itself: make another (induk backups create) and drill that; keep this one',
  },
  BAK104: {
    text: '{count} restored file(s) differ from set {set}, the first: {path} ({what})',
    next: 'check the repository: induk backups verify --data 100',
  },
  BAK105: {
    text: 'the app restored from set {set} answers {path} with {status} instead of {expected}',
    next: 'look at the app’s own log in the drill, and whether the set is from a moment when it worked',
  },
  BAK106: { text: 'set {set} was begun and has no manifest: it is no backup' },
  BAK107: {
    text: '{app}: {sets} set(s), {size} in the vault, {data} % of the data read back: sound',
  },
  BAK108: {
    text: 'the repositories of {failed} of {apps} app(s) are not sound or could not be checked: {names}',
    next: 'look at the messages above; make new sets (induk backups create) and keep the vault as it is',
  },
  BAK109: {
    text: 'the app did not run when set {set} was made: its services are not in the set, so it cannot be proven',
    next: 'see why: induk status; make another set when it runs: induk backups create',
  },

  // restores and exports
  BAK102: {
    text: 'set {set} stands for {at}, {older} before {time}',
  },
  BAK110: {
    text: 'Puts set {set} ({reason}, {at}) in the place of all data of {app} on {site}. First the set is proven in a drill and what is there now is saved; then the app stops until its data is back. What was written after {at} stays in the safety set only. Type {app} to go on',
  },
  BAK111: {
    text: '{app} is there already: {what}',
    next: 'name another with --as NAME; or restore over the living app with --in-place; or take what is there away: induk destroy {app} --volumes',
  },
  BAK112: {
    text: 'an unfinished restore of set {set} of {source} is in the way: {app} on {server}',
    next: 'finish it:   induk backups restore {source} --set {set} --to {server}   (with the same --as); or take it away:   induk destroy {app} --volumes',
  },
  BAK113: {
    text: '{app} has no set as old as {time}; the oldest is {oldest}',
    next: 'see them: induk backups list {app}',
  },
  BAK114: {
    text: '"{given}" is no point in time',
    next: 'write 2026-11-20T10:31:07+07:00, or "2026-11-20 10:31:07" in the time zone of the site',
  },
  BAK115: { text: '{app}: {part} of set {set} is in {file} ({bytes})' },
  BAK116: {
    text: 'the vault is the folder {folder} on {from} itself, and {server} has no sets there',
    next: 'copy the folder to {server} first, with owners and modes; or restore onto {from}',
  },
  BAK117: {
    text: 'set {set} is not wholly in the place of the data of {app}, which stays stopped: {reason}',
    next: 'try again:   induk backups restore {app} --in-place {again}   or go back to what was there before:   induk backups restore {app} --in-place --set {safety}   (safety set {safety}); do not run induk apply before',
  },
  BAK118: {
    text: '{file} could not be written: {reason}',
    next: 'check its folder and the room on its disk',
  },
  BAK119: {
    text: '{file} is there already',
    next: 'name another file, or replace it with --force',
  },
  BAK120: {
    text: `{app} runs on {server} with set {set} of {at}, restored in {time}: {tables} tables with {rows} rows and {files} files, all equal to what was saved.
  address       {url}
  look at it    induk status; induk logs {app}`,
  },
  BAK121: {
    text: 'volume "{volume}" of set {set} was left out: the definition of the app has no such storage',
    next: 'take it out with --only {volume} --output FILE',
  },
  BAK122: {
    text: 'of the dump of set {set} {written} bytes came, {bytes} were saved',
    next: 'check the repository: induk backups verify --data 100',
  },
  BAK123: {
    text: '{app} keeps the secrets of the inventory, which are not those of the set: {keys}. Data encrypted with the old ones needs them: induk backups export APP SET FILE --secrets',
  },
  BAK124: {
    text: '{app} is not on the servers, so there is nothing to restore over',
    next: 'run: induk backups restore {app}   which brings the app itself back',
  },
  BAK125: {
    text: 'these do not go together or lack something: {flags}',
    next: '--only needs --output; --as, --to and --domain are for a copy; --set and --at exclude each other: induk backups restore --help',
  },
  BAK126: { text: '{app}: set {set} is in {file} ({bytes}); list it with: tar -tf {file}' },
  BAK127: {
    text: `It is no part of the inventory. To keep it, write into opd/{opd}.yaml

{snippet}

and run: induk apply
To throw it away: induk destroy {app} --volumes   and delete {secrets}`,
  },
  BAK128: {
    text: '{app} runs with set {set} of {at}: {tables} tables with {rows} rows and {files} files, all equal to what was saved; it was stopped for {stopped}. What was there before is safety set {safety}; to go back: induk backups restore {app} --in-place --set {safety}',
  },
  BAK129: {
    text: `{app} runs elsewhere than the inventory says. Before the next apply its entry in opd/{opd}.yaml must become

{snippet}`,
  },
  BAK139: {
    text: 'set {set} has another database than {app} asks for: {saved}, not {wanted}',
    next: 'give `database:` of the app the kind, name and user that the set has; or take the dump out: --only database --output FILE',
  },
  BAK180: {
    text: 'what the vault has as image {id} is something else',
    next: 'find out who wrote to the vault before anything else; other sets: induk backups list APP',
  },
  BAK181: {
    text: 'the engine does not take image {id} from the vault: {reason}',
    next: 'look at the room on its disk: docker system df; then check: induk backups verify --data 100',
  },
  BAK182: {
    text: '{wanted} could not be made, so {saved} of set {set} runs in its place and has its name',
    next: 'when it can be made again, change the source or the runtime of the app, and: induk apply',
  },
  BAK183: {
    text: '{server} does not get through to the vault {vault}: {reason}',
    next: 'let it in: induk vault setup   and then: induk apply',
  },
  BAK184: {
    text: '{app}: set {set} came back in {time}: {tables} tables and {files} files equal, pages answer. It was on its own server {server}: the site has no other with room, or the vault is a folder there',
  },
  BAK185: {
    text: '{app}: the digests of set {set} were taken by another version of induk, so of its tables only names and numbers of rows were compared',
    next: 'make a new set: induk backups create {app}',
  },
  BAK170: {
    text: '{app} itself is back. Its backups begin again with: induk apply',
  },
  // pruning, timers, apps that go
  BAK130: {
    text: 'Let {sets} set(s) of {apps} app(s) go, and delete their data from the vault? There is no way back',
  },
  BAK131: {
    text: '{app}: {dropped} set(s) gone, {kept} stay; {freed} freed, {size} left in the vault',
  },
  BAK132: {
    text: 'the sets of {failed} of {apps} app(s) were not pruned: {names}',
    next: 'look at the messages above; nothing of those apps was deleted',
  },
  BAK133: {
    text: 'what drills left on {server} could not be read ({code}), so it is not known which set of {app} is proven; nothing was deleted',
    next: 'bring the server up, or look at it: induk servers check {server}',
  },
  BAK134: {
    text: '{server} has no systemd: nothing runs there by itself; let a scheduler of its own run induk backups create and induk backups drill',
  },
  BAK135: {
    text: 'the timers on {server} could not be read: {reason}',
    next: 'look at it: ssh {server} systemctl list-timers "induk-*"',
  },
  BAK136: {
    text: '{count} timer(s) are not as the inventory wants them; to write them anew: induk backups schedule --repair',
  },
  BAK137: {
    text: 'the sets of {app} stay in the vault; while it is in the inventory: induk backups list {app}',
  },
  BAK138: { text: 'nothing is old enough to go' },

  // point in time
  BAK164: {
    text: '{at} cannot be brought back; what can: {spans}',
    next: 'name an instant of those, or a set: induk backups list APP',
  },
  BAK165: {
    text: 'set {set} does not know its place in the log of changes, so nothing can be replayed on it',
    next: 'it is from before the database kept a log; name a later set, or an instant after one',
  },
  BAK166: {
    text: 'the log of changes has a hole: file(s) {from} to {to} were gone before they were saved',
    next: 'no instant after the hole can be brought back until there is another set: induk backups create APP; then see why the log was not followed: docker logs induk-log-NAME',
  },
  BAK167: {
    text: 'the log of changes is damaged in {file} at byte {offset}: {reason}',
    next: 'check the repository (induk backups verify --data 100); an instant before it can still be brought back',
  },
  BAK168: {
    text: 'the database of {app} keeps no log of changes',
    next: 'bring its service up to date: induk apply',
  },
  BAK169: {
    text: 'the log of changes could not be replayed in {container}: {program}: {reason}',
    next: 'look at the lines above; the living app was not touched',
  },
  BAK200: {
    text: '{at} is before all that can be brought back of {app}: any second from {oldest} on can',
    next: 'name a later second, or a set: induk backups list {app}',
  },
  BAK201: {
    text: '{at} is not in the vault yet of {app}: the newest second that can be brought back is {newest}',
    next: 'run it again with   --at "{newest}"   or, when the app’s server lives, in a minute',
  },
  BAK202: {
    text: 'the log of changes of {app} has a gap from {from} to {to}, and {at} is in it',
    next: 'name a second before or after the gap, or a set: induk backups list {app}',
  },
  BAK203: {
    text: 'nothing was saved yet from which the log of changes could be replayed',
    next: 'make a set: induk backups create APP',
  },
  BAK204: {
    text: 'the log of its database is not followed yet',
    next: 'run: induk apply   and, when it stays so, see: docker logs induk-log-NAME on the server',
  },
  BAK205: {
    text: 'nobody has followed the log of its database for {minutes} min',
    next: 'start it again: induk backups schedule --repair',
  },
  BAK206: {
    text: 'the log of its database is {minutes} min behind ({reason})',
    next: 'see why: docker logs induk-log-NAME on the server; and whether the vault answers: induk backups verify',
  },
  BAK207: {
    text: 'the log of its database was never saved ({reason})',
    next: 'see why: docker logs induk-log-NAME on the server',
  },
  BAK208: {
    text: '{at} is in the future: it is {now} there',
    next: 'name a second that has been; without an offset it is of the time zone of the site',
  },
  BAK209: {
    text: 'Puts the database of {app} on {site} back to {time}, and its files to set {set} ({reason}, {at}). First that is proven in a drill and what is there now is saved; then the app stops until its data is back. What was written after {time} stays in the safety set only. Type {app} to go on',
  },
  BAK210: {
    text: 'the database comes back as of {time}; the files are of set {set} ({at}), {older} before',
  },
  BAK211: {
    text: 'The database stands as of {time} ({bytes} of its log replayed after the set), the files as of {files}.',
  },
};

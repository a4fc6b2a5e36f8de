import type { Catalogue } from '../catalogue.js';

/** The commands: drills, restores, pruning, timers, in English. */
export const backups: Catalogue = {
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
  BAK102: {
    text: 'set {set} stands for {at}, {older} before {time}',
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
  BAK130: {
    text: 'Let {sets} set(s) of {apps} app(s) go ({snapshots} snapshots, with those of logs and of runs that came to no set), and delete their data from the vault? There is no way back',
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
  BAK139: {
    text: 'set {set} has another database than {app} asks for: {saved}, not {wanted}',
    next: 'give `database:` of the app the kind, name and user that the set has; or take the dump out: --only database --output FILE',
  },
  BAK170: {
    text: '{app} itself is back. Its backups begin again with: induk apply',
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
  BAK186: {
    text: '{app} is not here (yet): its data is on its old host',
    next: 'look with: induk migrate status {app}',
  },
  BAK187: { text: 'not here (yet), so left out: {apps}' },
};

import type { Catalogue } from '../catalogue.js';

/** Logs that are followed, and restores to a second, in English. */
export const log: Catalogue = {
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

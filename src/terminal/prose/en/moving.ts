import type { Catalogue } from '../catalogue.js';

/** Files and databases on their way from an old host, in English. */
export const moving: Catalogue = {
  // files
  MIG050: {
    text: 'the old host {address} has no rsync',
    next: 'on the old host, as root, run: apt-get install -y rsync   then run this again',
  },
  MIG051: {
    text: 'there is no folder {path} on the old host {address}',
    next: 'correct it under legacy: of the app in the inventory',
  },
  MIG052: {
    text: 'files of {volume} could not be brought over: {reason}',
    next: 'mend what it says, then run this again: what has arrived is kept',
  },
  MIG053: {
    text: 'the disk of the new server is full; files of {volume} did not fit',
    next: 'make room or choose a server with a larger disk, then run this again',
  },
  MIG054: {
    text: 'the link to the old host was cut {times} times without getting on ({reason})',
    next: 'run this again when the link is better: it goes on from where it was',
  },
  MIG055: {
    text: 'the old host {address} could not list the digests of its files ({reason})',
    next: 'it needs find, xargs and sha256sum of GNU, as every Debian since 9 has them',
  },
  MIG058: {
    text: 'the old host does not let {count} files or folders of the app be read, first {first} ({reason}); nothing can be proven of them, and the app is not switched without them',
    next: 'let legacy.user read them there, or become root, then: induk migrate sync',
  },
  MIG059: {
    text: 'the old host does not let {count} files or folders of {app} be read, first {first} ({reason}): its switch will be refused. Let legacy.user read them there, or become root, then: induk migrate sync {app}',
  },
  // databases
  MIG071: {
    text: 'the dump of the old database ended before its end, after {bytes} bytes; nothing of it was kept',
    next: 'run this again; when it happens again, look at the log of the old database',
  },
  MIG072: {
    text: 'the new database refused what came from {name}: {reason}',
    next: 'nothing of it was kept, and the old one is as it was',
  },
  MIG074: {
    text: 'the database {name} cannot carry out a change it got: {reason}',
    next: 'copy it again: induk migrate start APP',
  },
  MIG075: {
    text: 'the database {name} of the old host {address} refused: {reason}',
    next: 'check the account and its password, or whether the SSH user is root or may sudo',
  },
  MIG076: {
    text: 'the old database is of version {old}, the new one of {new}: a move keeps the version',
    next: 'write the old version under database: of the app in the inventory',
  },
  MIG077: {
    text: 'the new database {service} did not come back within two minutes',
    next: 'look at its log: induk logs APP --service db',
  },
  MIG078: {
    text: 'nothing says from where in its changes {name} is to be followed',
    next: 'copy it again: induk migrate start APP',
  },
  MIG079: {
    text: 'the tunnel to the old host {address} could not be made: {reason}',
    next: 'its SSH server must allow forwarding (AllowTcpForwarding)',
  },
  MIG080: {
    text: 'the new database does not connect to the old one of {name}: {reason}',
    next: 'look whether the old database answers and its SSH server allows forwarding',
  },
  MIG081: {
    text: 'the database {name} did not catch up within {seconds} seconds',
    next: 'wait until it follows closely, then try again',
  },
  MIG082: {
    text: 'the password of the database account {user} was changed on the old host {address}; on the new server it is still DB_PASSWORD, another one',
    next: 'give the app the new one: induk secrets set APP DB_PASSWORD   then: induk migrate start APP',
  },
  MIG083: {
    text: '{count} sessions on the old host {address} are older than the move and log statements, which may come to something else on the new server: {sessions}',
    next: 'restart what holds them there (a service, PHP), then run this again; or have the database dumped: --method dump',
  },
  MIG090: {
    text: 'the database {name} could not be brought back to the old host {address}: {reason}',
    next: 'the old one is as it was, and the app goes on on the new server; mend what it says, then try again',
  },
  MIG091: {
    text: 'the database server of the old host {address} follows another app already that was switched and is not committed; {name} has to wait',
    next: 'commit that one first, or roll it back: induk migrate status',
  },
  MIG098: {
    text: 'another app’s move from {address} ({other}) has port {port} there, by which this one would be followed, too',
    next: 'commit that one first, or roll it back: induk migrate status',
  },
  // the old host
  MIG100: {
    text: 'the old host {address} cannot be reached from the new server: {reason}',
    next: 'look whether a firewall between them lets SSH through, and whether you can log in there as legacy.user: this command puts the migration’s key back; then run it again',
  },
  MIG101: {
    text: 'the old host {address} shows another key ({shown}) than the known one ({known})',
    next: 'find out why before you go on; if it is right, write it under legacy: as hostKey',
  },
  MIG102: {
    text: 'a command on the old host {address} failed: {reason}',
  },
  MIG103: { text: 'the mover does not know the action "{action}"' },
  MIG104: {
    text: 'the mover has no usable job ({reason})',
    next: 'run: induk migrate start APP',
  },
  MIG107: {
    text: 'the database of the old host {address} keeps no log of its changes, so none can follow it',
    next: 'agree on one restart of it, or move with a dump',
  },
};

import type { Catalogue } from '../catalogue.js';

/** The worker: making sets and reading them back, in English. */
export const sets: Catalogue = {
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
    text: 'the vault at {repository} shows another certificate or host key than the one known: {reason}',
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
  BAK035: {
    text: 'the vault {url} lets nobody in without {key}, which is not among the site’s secrets',
    next: 'its keeper gives it to you; then: induk secrets set site {key} --file FILE',
  },
};

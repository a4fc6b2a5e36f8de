import type { Catalogue } from '../catalogue.js';

/** What is strange about sets, and how fresh they are, in English. */
export const alarms: Catalogue = {
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
  BAK154: {
    text: 'the dump has {count} of the {expected} of kind {kind} that the database has',
    next: 'make another set; when it stays so, look at the dump program in the database’s container: this set lacks them',
  },
  BAK155: {
    text: 'the site has no backups',
    next: 'add backup: to site.yaml, then: induk vault setup',
  },
  BAK156: { text: 'turned off: {reason}' },
  BAK157: { text: 'never backed up', next: 'run: induk backups create {app}' },
  BAK158: {
    text: 'the last set is {hours} hours old',
    next: 'run: induk backups create {app}; and see its timer: induk backups schedule',
  },
  BAK159: { text: 'the run at {at} failed ({reason})', next: 'run: induk backups create {app}' },
  BAK160: { text: 'never restored in a drill', next: 'run: induk backups drill {app}' },
  BAK161: {
    text: 'the last drill that succeeded was {days} days ago',
    next: 'run: induk backups drill {app}; and see its timer: induk backups schedule',
  },
  BAK162: { text: 'the drill at {at} failed ({reason})', next: 'run: induk backups drill {app}' },
  BAK163: {
    text: 'a run is dated in the future ({at})',
    next: 'compare the server’s clock: induk servers check',
  },
  BAK171: {
    text: 'never restored in a drill since its first set, {days} days ago',
    next: 'run: induk backups drill {app}; and see its timer: induk backups schedule',
  },
};

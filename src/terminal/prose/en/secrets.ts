import type { Catalogue } from '../catalogue.js';

export const secrets: Catalogue = {
  SEC001: {
    text: '"{owner}" is neither an app (OPD/APP) nor "site"',
    next: 'see the names: induk list',
  },
  SEC002: {
    text: '{file} is encrypted, and you have no private key on this machine',
    next: 'point INDUK_AGE_KEY_FILE at your key, or make one with `induk secrets key` and ask a member of the team to add it to "team:" and run: induk secrets rekey',
  },
  SEC003: {
    text: 'the private key {file} can be read by others (mode {mode})',
    next: 'run: chmod 600 {file}   and make a new key if somebody else uses this machine',
  },
  SEC004: {
    text: 'the private key {file} cannot be used: {reason}',
    next: 'check INDUK_AGE_KEY_FILE and the folder of {file}',
  },
  SEC005: {
    text: '{origin} holds no usable age key',
    next: 'it must have a line AGE-SECRET-KEY-1… as age-keygen writes it; keys protected by a passphrase and SSH keys are not supported',
  },
  SEC006: {
    text: '{file} cannot be decrypted with your key ({mine}); for whom it was encrypted cannot be seen from outside',
    next: 'ask somebody who can read it to check that your key is in "team:" of site.yaml and to run: induk secrets rekey',
  },
  SEC007: {
    text: '{file} is damaged: {reason}',
    next: 'take the last good version from Git: git log -- {file}',
  },
  SEC008: {
    text: '{file} holds a mistake in its line {line} once decrypted ({flaw})',
    next: 'write one KEY="value" a line; look with: age -d -i KEY_FILE {file}',
  },
  SEC009: {
    text: 'that cannot be the name of a secret (it is not repeated here: it may be a value)',
    next: 'use capital letters, digits and _, beginning with a letter or _, and not beginning with INDUK_',
  },
  SEC010: {
    text: '"{recipient}" in "team:" is not an age recipient induk can encrypt to',
    next: 'use the age1… line printed by: induk secrets key',
  },
  SEC011: {
    text: '"team:" is empty and you have no private key: nobody could read what is encrypted',
    next: 'run: induk secrets key   and put your and the team\'s age1… recipients into "team:" of site.yaml',
  },
  SEC012: {
    text: '{file} was changed by somebody else meanwhile; nothing was written',
    next: 'run the same command again',
  },
  SEC013: {
    text: '{file} was changed by somebody else while you edited, in the same values: {keys}; theirs is kept, yours is encrypted in {copy}',
    next: 'compare with: age -d -i KEY_FILE {copy}   then edit again and delete {copy}',
  },
  SEC014: {
    text: 'the secrets are being changed by process {pid} on {host}',
    next: 'try again when it is done; if it no longer runs, delete {file}',
  },
  SEC015: {
    text: '{file} was written by another tool and lacks the salt that digests need',
    next: 'run: induk secrets rekey',
  },
  SEC016: {
    text: '{owner} has no value {key}',
    next: 'see what there is: induk secrets list {owner}',
  },
  SEC017: {
    text: 'a value cannot be given on the command line: every user of this machine could see it, and the shell keeps it in its history',
    next: 'pipe it: induk secrets set {owner} {key} < FILE   or run it in a terminal to be asked, or use --file PATH',
  },
  SEC018: {
    text: 'this value cannot be kept: {flaw}',
    next: 'encode binary values first: base64 FILE | induk secrets set {owner} {key}',
  },
  SEC019: {
    text: 'there is no private folder in memory to edit in ({tried})',
    next: 'use instead: induk secrets set {owner} KEY',
  },
  SEC020: {
    text: 'the editor "{editor}" failed ({reason}); nothing was changed',
    next: 'choose another one: EDITOR=nano induk secrets edit {owner}',
  },
  SEC021: {
    text: 'what you wrote has a mistake in line {line} ({flaw}); nothing was changed',
    next: 'write one KEY="value" a line and edit again: induk secrets edit {owner}',
  },
  SEC022: {
    text: 'your own key is not in "team:": the new files could not be checked, and you would lock yourself out',
    next: 'add your recipient to "team:" of site.yaml, or let somebody of the team run: induk secrets rekey',
  },
  SEC023: {
    text: '{failed} of {files} files could not be encrypted anew: {names}',
    next: 'let somebody who can read them run: induk secrets rekey   (running it again is harmless)',
  },
  SEC024: {
    text: '{owner} has a value {key} already',
    next: 'replace it on purpose: induk secrets generate {owner} {key} --replace',
  },
  SEC025: {
    text: '{file}: {reason}',
    next: 'check the disk and the permissions, then run it again',
  },
  SEC026: {
    text: 'a {what} of {given} is out of range ({least} to {most})',
    next: 'choose a number in that range',
  },
  SEC050: {
    text: '"team:" is empty: values are encrypted to your own key only ({recipient}); who loses it loses them',
    next: 'put it and your colleagues\' recipients into "team:" of site.yaml, then run: induk secrets rekey',
  },
  SEC051: {
    text: 'your key ({mine}) is not in "team:": you will not be able to read this file again',
    next: 'add it to "team:" of site.yaml and let somebody who can read the files run: induk secrets rekey',
  },
  SEC052: {
    text: 'who was removed from the team has known these values, and Git still has the old files',
    next: 'change the values themselves where that matters: induk secrets generate APP KEY --replace, induk secrets set APP KEY',
  },
  SEC060: { text: '{owner} {key}: set, in {file}; the app gets it with: induk apply' },
  SEC061: { text: '{owner} {key}: unchanged' },
  SEC062: { text: '{owner}: nothing changed' },
  SEC063: { text: '{owner}: changed {keys}; the app gets it with: induk apply' },
  SEC064: { text: '{file}: encrypted anew for {count} of the team' },
  SEC065: { text: 'there are no secrets yet; add one with: induk secrets set APP KEY' },
  SEC066: {
    text: 'made a new private key in {file}: keep a copy of it in a safe place, it cannot be restored',
  },
  SEC067: {
    text: 'Values of {owner}. One KEY="value" a line; values may span lines.\nIn double quotes, put a backslash before " \\ $ and `.\nThis file is in memory only and removed when you leave; comments are not kept.',
  },
  SEC068: { text: 'Edit again?' },
  SEC070: { text: 'set' },
  SEC071: { text: 'missing' },
  SEC072: { text: 'missing, made by apply' },
  SEC073: { text: 'set, not used' },
  AUD001: {
    text: 'the audit log on {server} cannot be written: {reason}',
    next: 'check its disk: induk servers check {server}',
  },
  AUD002: {
    text: 'the audit log on {server} cannot be read: {reason}',
    next: 'check the connection: induk servers check {server}',
  },
  AUD003: {
    text: 'the audit log on {server} is broken at line {line}: {what}',
    next: 'compare with a copy or a backup of it, keep both, and find out who had root on {server}',
  },
  AUD005: {
    text: '"{given}" is not a point in time',
    next: 'write 30m, 12h, 7d, a date (2025-01-31) or a time with zone (2025-01-31T08:00:00+07:00)',
  },
  AUD006: { text: 'no entries' },
  AUD007: { text: 'intact: {lines} lines, last {hash}' },
  AUD008: {
    text: 'the end could not be compared with what the Swarm remembers: a cut end would not show',
  },
  AUD009: {
    text: 'a last line stands unfinished (an interrupted write); the next entry replaces it',
  },
  AUD010: { text: 'it was edited' },
  AUD011: { text: 'lines before it were removed' },
  AUD012: { text: 'lines stand in another order than they were written in' },
  AUD013: { text: 'lines at the end were removed: the Swarm remembers {expected}' },
  AUD014: { text: 'it is not the line the Swarm remembers: the end was rewritten' },
  AUD015: {
    text: 'the Swarm does not remember this and later lines: written while the engine was down, or by something else than induk',
  },
};

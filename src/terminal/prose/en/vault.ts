import type { Catalogue } from '../catalogue.js';

/** The vault and its key, in English. */
export const vault: Catalogue = {
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
};

/** The migration's key on the old host: put there with as few rights as it needs, and taken away. */
import { Fault } from '../../fault.js';
import { runScript, type Shell } from '../mover/old-host.js';

export interface KeyGrant {
  /** `ssh-ed25519 AAAA… comment`. */
  publicKey: string;
  /** Addresses the new server has for the old host; others may not use the key. */
  from: string[];
  /** RFC 3339: after it the old host refuses the key by itself. */
  expires: string;
}

/** What takes the key away again; kept in the journal. */
export interface KeyUndo {
  /** Base64 of the public key alone. */
  key: string;
}

const address = /^[0-9A-Fa-f.:/]+$/;

/** What will take a key away again, known before it is put there. */
export function keyUndo({ publicKey }: Pick<KeyGrant, 'publicKey'>): KeyUndo {
  const [type, key] = publicKey.split(' ');
  if (type === undefined || key === undefined || !/^[A-Za-z0-9+/=]{40,}$/.test(key)) {
    throw new Fault('MIG104', { reason: 'public key of the migration' });
  }
  return { key };
}

/**
 * Lets the migration's key in for the account that is connected. Told again, there is still one
 * line, with the newest address and time.
 *
 * @param host the operator's connection to the old host
 * @throws Fault MIG102 when the account's authorized_keys cannot be written
 */
export async function grantKey(host: Shell, grant: KeyGrant): Promise<KeyUndo> {
  const undo = keyUndo(grant);
  if (grant.from.length === 0 || !grant.from.every((from) => address.test(from))) {
    throw new Fault('MIG104', { reason: `addresses of the new server: ${grant.from.join(' ')}` });
  }
  const options = `restrict,port-forwarding,from="${grant.from.join(',')}"`;
  const seconds = Math.floor(Date.parse(grant.expires) / 1000);
  const line = grant.publicKey.replaceAll(/\s+/g, ' ').trim();
  await runScript(host, grantScript, [undo.key, options, `${seconds}`, line]);
  return undo;
}

/**
 * Takes the migration's key away; what else is in the file stays as it was.
 * @returns whether it was there
 */
export async function revokeKey(host: Shell, { key }: KeyUndo): Promise<boolean> {
  return (await runScript(host, revokeScript, [key])).trim() === 'revoked';
}

/** The file, beside which a new one is made with the owner and the mode of the old. */
const openFile = `
umask 077
cd
file=$(readlink -f .ssh/authorized_keys 2>/dev/null || echo .ssh/authorized_keys)`;

const replaceFile = `
new=$(mktemp "$file.XXXXXX")
trap 'rm -f "$new"' EXIT
[ ! -e "$file" ] || cp -p "$file" "$new"
[ ! -e "$file" ] || grep -vF -- "$key" "$file" > "$new" || [ $? = 1 ]`;

/**
 * An sshd before 7.7 does not know expiry-time and refuses a line that has it; its time is the
 * machine's own, in its own zone.
 */
const grantScript = `
key=$1 options=$2 expires=$3 line=$4
${openFile}
[ -d .ssh ] || mkdir .ssh
set -- $(ssh -V 2>&1 | sed -n 's/^OpenSSH_\\([0-9]*\\)\\.\\([0-9]*\\).*/\\1 \\2/p')
if [ "\${1:-0}" -gt 7 ] || { [ "\${1:-0}" -eq 7 ] && [ "\${2:-0}" -ge 7 ]; }; then
  options="$options,expiry-time=\\"$(date -d "@$expires" +%Y%m%d%H%M%S)\\""
fi
${replaceFile}
printf '%s %s\\n' "$options" "$line" >> "$new"
mv -f "$new" "$file"
trap - EXIT`;

const revokeScript = `
key=$1
${openFile}
if [ ! -e "$file" ] || ! grep -qF -- "$key" "$file"; then echo absent; exit 0; fi
${replaceFile}
mv -f "$new" "$file"
trap - EXIT
echo revoked`;

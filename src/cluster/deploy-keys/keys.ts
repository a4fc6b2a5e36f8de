/** The deploy keys of an app on its server. */
import { exitCodes, Fault } from '../../fault.js';
import type { Connection } from '../../server/connection.js';
import { rootScript } from '../../server/setup/root.js';
import { fingerprint } from '../../server/ssh/fingerprint.js';
import { keyLine, keysFile } from './account.js';

export interface DeployKey {
  name: string;
  /** `SHA256:…` */
  fingerprint: string;
}

const namePattern = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/;

/** @throws Fault DEP015, exit 64, for a name that is none */
export function checkKeyName(name: string): void {
  if (!namePattern.test(name)) throw new Fault('DEP015', { name }, { exit: exitCodes.usage });
}

/** Keys of one app, sorted by name. */
export async function deployKeys(connection: Connection, engineName: string): Promise<DeployKey[]> {
  const script = '[ ! -e "$1" ] || cat "$1"';
  const text = await rootScript(connection, script, [keysFile]);
  const keys = text.split('\n').flatMap((line) => {
    const found = /(\S+) (\S+) induk:([a-z0-9-]+):([a-z0-9-]+)$/.exec(line);
    if (found?.[3] !== engineName) return [];
    const [, , blob = '', , name = ''] = found;
    return [{ name, fingerprint: fingerprint(Buffer.from(blob, 'base64')) }];
  });
  return keys.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** @param publicKey `ssh-ed25519 AAAA…` */
export async function addDeployKey(
  connection: Connection,
  key: { engineName: string; name: string; publicKey: string },
): Promise<void> {
  const line = keyLine(key.engineName, key.name, key.publicKey);
  await rootScript(connection, changeKeys('cat'), [keysFile, comment(key)], { stdin: `${line}\n` });
}

export async function removeDeployKey(
  connection: Connection,
  key: { engineName: string; name: string },
): Promise<void> {
  await rootScript(connection, changeKeys(':'), [keysFile, comment(key)]);
}

const comment = ({ engineName, name }: { engineName: string; name: string }): string =>
  ` induk:${engineName}:${name}`;

/** A whole new file in the place of the old one: sshd never reads half a line. */
const changeKeys = (addition: 'cat' | ':'): string => `
exec 9>/run/lock/induk-deploy-keys.lock
flock -w 20 9
new=$(mktemp "$1.XXXXXX")
trap 'rm -f "$new"' EXIT
awk -v end="$2" 'substr($0, length($0) - length(end) + 1) != end' "$1" > "$new"
${addition} >> "$new"
chmod 0644 "$new"
sync "$new"
mv -f "$new" "$1"
trap - EXIT`;

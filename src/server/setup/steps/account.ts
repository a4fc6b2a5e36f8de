import type { Facts } from '../../facts.js';
import { rootScript, writeRootFile } from '../root.js';
import { change, ok, type SetupStep, type Target } from '../step.js';

/**
 * The account induk works as: a key, no password, the docker group, and sudo.
 *
 * The sudo rule allows every command, as root only. A list of commands would only look safer:
 * who may talk to the engine can mount the host's root into a container, and apt, systemctl or
 * a file writer each give a root shell. What does limit the account: it has no password, so only
 * the authorized keys open it, and the rule is induk's own file, removable by one `rm`.
 */
export const account: SetupStep = {
  name: 'account',
  check(facts, target) {
    const missing = problems(facts, target);
    return missing.length === 0 ? ok : change(missing.join(', '));
  },
  async act({ connection, facts, server, publicKeys }) {
    if (server.user !== 'root') {
      await rootScript(connection, createAccount, [server.user]);
      await writeRootFile(connection, '/etc/sudoers.d/induk.new', sudoers(server.user), '0440');
      await rootScript(connection, activateSudoers);
    }
    const keys = publicKeys.filter((key) => !isAuthorized(facts, key));
    const stdin = keys.map((key) => `${key}\n`).join('');
    await rootScript(connection, addKeys, [server.user], { stdin });
    await rootScript(connection, makeDataDirectory, [server.user]);
  },
};

const createAccount = `
getent passwd "$1" >/dev/null || useradd --create-home --shell /bin/bash "$1"
# "*" is no password at all; "!" would be a locked account, which sshd may refuse.
usermod --password '*' "$1"
getent group docker >/dev/null || groupadd --system docker
usermod --append --groups docker "$1"`;

/** A broken sudoers file locks everybody out of root, so it is checked before it counts. */
const activateSudoers = `
visudo --check --quiet --file /etc/sudoers.d/induk.new
mv -f /etc/sudoers.d/induk.new /etc/sudoers.d/induk`;

const addKeys = `
home=$(getent passwd "$1" | cut -d: -f6)
group=$(id -gn "$1")
install -d -m 0700 -o "$1" -g "$group" "$home/.ssh"
file=$home/.ssh/authorized_keys
touch "$file"
[ -z "$(tail -c1 "$file")" ] || echo >> "$file"
cat >> "$file"
chown "$1:$group" "$file"
chmod 0600 "$file"`;

const makeDataDirectory = `install -d -m 0750 -o "$1" -g "$(id -gn "$1")" /var/lib/induk`;

function problems(facts: Facts, { server, publicKeys }: Target): string[] {
  const found: string[] = [];
  const { account } = facts;
  if (account === undefined) {
    found.push(`create user ${server.user}`);
  }
  const unknown = publicKeys.filter((key) => !isAuthorized(facts, key));
  if (unknown.length > 0) {
    found.push(`authorize ${unknown.length === 1 ? 'your key' : `${unknown.length} keys`}`);
  }
  if (server.user !== 'root' && !(account?.groups ?? []).includes('docker')) {
    found.push('add to group docker');
  }
  if (server.user !== 'root' && facts.files.sudoers !== sudoers(server.user).trimEnd()) {
    found.push('sudo rule');
  }
  if (!facts.dataDirectory.startsWith(`${server.user} `) || !facts.dataDirectory.endsWith('750')) {
    found.push('/var/lib/induk');
  }
  return found;
}

/** Options before the key and the comment after it may differ. */
function isAuthorized(facts: Facts, key: string): boolean {
  const [type, blob] = key.split(' ');
  return facts.keys.some((line) => line.includes(`${type} ${blob}`));
}

function sudoers(user: string): string {
  return `# Written by induk: ${user} is in the docker group, which is root already.\n${user} ALL=(root) NOPASSWD: ALL\n`;
}

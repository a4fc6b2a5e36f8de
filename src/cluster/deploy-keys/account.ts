/** The account of deploy keys on a server, and the one program it may run. */
import type { Connection } from '../../server/connection.js';
import { rootScript, writeRootFile } from '../../server/setup/root.js';

/** Has no password, no group and no file of its own: its keys run one program, as root. */
export const deployUser = 'induk-deploy';

const home = '/var/lib/induk-deploy';
export const keysFile = `${home}/.ssh/authorized_keys`;
export const jobsFolder = '/etc/induk/deploy';
const program = '/usr/local/sbin/induk-deploy';

/**
 * What sshd runs for every deploy key: `induk-deploy APP KEY ASKED`. The first two come from the
 * key's line, which root wrote; only ASKED is the client's, is compared and never used.
 */
const entry = `#!/bin/sh
# Written by induk: deploys one app from a source on standard input, and does nothing else.
set -eu
app=$1 key=$2 asked=$3
job=${jobsFolder}/$app
# A server that is no manager only builds, and its one key is a manager's.
part=deploy
[ ! -e "$job/part" ] || part=$(cat "$job/part")
case $part:$asked in
  deploy: | deploy:deploy) run=__deploy ;;
  build:build | build:tidy) run="__build $asked" ;;
  build:check) exit 0 ;;
  *) echo "induk: this key deploys $app and does nothing else" >&2; exit 64 ;;
esac
if [ ! -r "$job/image" ]; then
  echo "induk: $app is not prepared here; run: induk deploy-key create" >&2
  exit 64
fi
# With a key to the app's own server the way there is needed, and no other's.
network=none
[ ! -e "$job/key" ] || network=host
mkdir -p /var/lib/induk/audit
exec docker run --rm --interactive --network $network --memory 512m --pids-limit 512 \\
  --label induk.role=deploy --env CI=true --env INDUK_DEPLOY_KEY="$key" \\
  --volume /var/run/docker.sock:/var/run/docker.sock \\
  --volume "$job:/job:ro" --volume /var/lib/induk/audit:/var/lib/induk/audit \\
  --entrypoint node "$(cat "$job/image")" \\
  --max-semi-space-size=2 /opt/induk/bin/run.js $run
`;

const sudoers = `# Written by induk: what deploy keys may do.
Defaults:${deployUser} !requiretty
${deployUser} ALL=(root) NOPASSWD: ${program}
`;

/** Makes the account, its program and its rule; safe to do again. */
export async function prepareAccount(connection: Connection): Promise<void> {
  await writeRootFile(connection, program, entry, '0755');
  await writeRootFile(connection, `/etc/sudoers.d/${deployUser}.new`, sudoers, '0440');
  await rootScript(connection, makeAccount, [deployUser, home]);
}

/** All of it is root's, so that whoever came in could change none of it. */
const makeAccount = `
visudo --check --quiet --file "/etc/sudoers.d/$1.new"
mv -f "/etc/sudoers.d/$1.new" "/etc/sudoers.d/$1"
getent passwd "$1" >/dev/null ||
  useradd --system --user-group --home-dir "$2" --no-create-home --shell /bin/sh "$1"
usermod --password '*' "$1"
install -d -m 0755 -o root -g root "$2" "$2/.ssh"
touch "$2/.ssh/authorized_keys"
chown root:root "$2/.ssh/authorized_keys"
chmod 0644 "$2/.ssh/authorized_keys"`;

/** The line that binds a key to one app. The names have passed their patterns. */
export function keyLine(engineName: string, name: string, publicKey: string): string {
  const command = `exec sudo -n ${program} ${engineName} ${name} \\"$SSH_ORIGINAL_COMMAND\\"`;
  return `restrict,command="${command}" ${publicKey} induk:${engineName}:${name}`;
}

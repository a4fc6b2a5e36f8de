/** Where servers keep what they must know of apps to deploy them. */
import type { Connection } from '../../server/connection.js';
import { rootScript } from '../../server/setup/root.js';
import { buildContext, type ContextPart } from '../images/context.js';
import { basePart, recipeParts } from '../images/recipes.js';
import { jobsFolder } from './account.js';
import type { DeployJob } from './job.js';

export interface PlacedJob {
  /** Of induk itself, which is on the server. */
  image: string;
  packageRoot: string;
  /** What this server does: all of it, or the image only. */
  part: 'deploy' | 'build';
  /**
   * For a job that goes on at another server: takes the public half of the key it goes there
   * with, which is made at first need and stays on this server.
   */
  admit?: (publicKey: string) => Promise<void>;
}

/** Whether a server is prepared to deploy an app by itself. */
export async function hasJob(connection: Connection, engineName: string): Promise<boolean> {
  const look = await connection.exec(['test', '-d', `${jobsFolder}/${engineName}`], { sudo: true });
  return look.code === 0;
}

/**
 * Puts an app's job in the place of the one before, with the recipe it is built by: a deployment
 * under way keeps the old one.
 */
export async function placeJob(
  connection: Connection,
  job: DeployJob,
  { image, packageRoot, part, admit }: PlacedJob,
): Promise<void> {
  const [app] = job.inventory.apps;
  if (app === undefined) throw new Error('a job without an app');
  const { kind } = app.runtime;
  const parts = kind === 'image' ? [] : [...recipeParts(packageRoot, kind), basePart(packageRoot)];
  const folder = `${jobsFolder}/${app.engineName}`;
  await rootScript(connection, unpack, [folder], { stdin: buildContext(parts.map(inTemplates)) });
  if (admit !== undefined) {
    const comment = `induk:${app.engineName}`;
    const publicKey = await rootScript(connection, ensureKey, [folder, comment]);
    await admit(publicKey.trim().split(' ').slice(0, 2).join(' '));
  }
  const stdin = JSON.stringify(job);
  await rootScript(connection, activate, [folder, image, part], { stdin });
}

/** As the recipes are laid out in induk's package. */
function inTemplates({ at, ...part }: ContextPart): ContextPart {
  const name = at === '' ? part.directory.split('/').at(-1) : at;
  return { ...part, at: `templates/images/${name}` };
}

const unpack = `
umask 077
mkdir -p "$(dirname "$1")"
rm -rf "$1.new"
mkdir "$1.new"
tar -x -C "$1.new" --no-same-owner`;

/** The same key for ever: a deployment that waits for its turn goes with it. */
const ensureKey = `
umask 077
if [ -e "$1/key.pub" ]; then cp "$1/key" "$1/key.pub" "$1.new/"
else ssh-keygen -q -t ed25519 -N '' -C "$2" -f "$1.new/key"; fi
cat "$1.new/key.pub"`;

const activate = `
umask 077
cat > "$1.new/job.json"
printf '%s\\n' "$2" > "$1.new/image"
printf '%s\\n' "$3" > "$1.new/part"
sync "$1.new"/*
rm -rf "$1.old"
# A deployment that waits for its turn still reads the old one.
[ ! -e "$1" ] || mv "$1" "$1.old"
mv "$1.new" "$1"`;

export async function removeJob(connection: Connection, engineName: string): Promise<void> {
  await rootScript(connection, 'rm -rf "$1" "$1.new" "$1.old"', [`${jobsFolder}/${engineName}`]);
}

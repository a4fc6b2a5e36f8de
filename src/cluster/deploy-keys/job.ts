/** What a server must know of an app to deploy it by itself: all but its source. */

import type { Materials } from '../../desired/materials.js';
import type { App, Inventory } from '../../inventory/model.js';
import type { Connection } from '../../server/connection.js';
import { rootScript } from '../../server/setup/root.js';
import type { ContextPart } from '../images/context.js';
import { buildContext } from '../images/context.js';
import { recipeParts } from '../images/recipes.js';
import { jobsFolder } from './account.js';

export interface DeployJob {
  formatVersion: 1;
  /** With this one app, and its server as this very machine. */
  inventory: Inventory;
  /** Digests of recipes and secrets as they were applied; that of the source comes with it. */
  materials: Materials;
}

/** The inventory as an app's own server needs it. */
export function jobOf(inventory: Inventory, materials: Materials, app: App): DeployJob {
  const servers = inventory.servers.map((server) =>
    server.name === app.server
      ? { ...server, address: 'local', role: 'manager' as const }
      : { ...server, role: 'worker' as const },
  );
  return {
    formatVersion: 1,
    inventory: { ...inventory, servers, apps: [{ ...app, source: 'source' }] },
    materials: {
      recipes: materials.recipes,
      sources: {},
      secrets: { [app.id]: materials.secrets[app.id] ?? {} },
    },
  };
}

/** Whether a server is prepared to deploy an app by itself. */
export async function hasJob(connection: Connection, engineName: string): Promise<boolean> {
  const look = await connection.exec(['test', '-d', `${jobsFolder}/${engineName}`], { sudo: true });
  return look.code === 0;
}

/**
 * Puts an app's job in the place of the one before, with the recipe it is built by: a deployment
 * under way keeps the old one.
 *
 * @param image of induk itself, which is on the server
 */
export async function placeJob(
  connection: Connection,
  job: DeployJob,
  { image, packageRoot }: { image: string; packageRoot: string },
): Promise<void> {
  const [app] = job.inventory.apps;
  if (app === undefined) throw new Error('a job without an app');
  const parts = app.runtime.kind === 'image' ? [] : recipeParts(packageRoot, app.runtime.kind);
  const folder = `${jobsFolder}/${app.engineName}`;
  await rootScript(connection, unpack, [folder], { stdin: buildContext(parts.map(inTemplates)) });
  const stdin = JSON.stringify(job);
  await rootScript(connection, activate, [folder, image], { stdin });
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

const activate = `
umask 077
cat > "$1.new/job.json"
printf '%s\\n' "$2" > "$1.new/image"
sync "$1.new/job.json" "$1.new/image"
rm -rf "$1.old"
# A deployment that waits for its turn still reads the old one.
[ ! -e "$1" ] || mv "$1" "$1.old"
mv "$1.new" "$1"`;

export async function removeJob(connection: Connection, engineName: string): Promise<void> {
  await rootScript(connection, 'rm -rf "$1" "$1.new" "$1.old"', [`${jobsFolder}/${engineName}`]);
}

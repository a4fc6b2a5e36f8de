/** Who lets old sets go: the keeper of the vault server, or a worker with the vault's key. */
import { randomBytes } from 'node:crypto';
import { askWorker, type Following } from '../../backup/containers/worker.js';
import {
  type LastPruning,
  type PruneRequest,
  type PruneResult,
  prune,
} from '../../backup/pruning.js';
import { serverKeeper } from '../../backup/vault/keeper.js';
import { prunableAt } from '../../backup/vault/prunable.js';
import { labels } from '../../desired/names.js';
import type { App } from '../../inventory/model.js';
import { asRoot, writeRootFile } from '../../server/setup/root.js';
import type { Site } from '../site.js';
import { appAccess, policyOf, vaultFolder } from './access.js';
import { vaultKeyOf } from './keeper.js';
import { workerImage } from './worker.js';

export interface Pruner {
  prune(app: App, request: PruneRequest, following: Following): Promise<PruneResult>;
  /** What the pruning before noted; undefined before the first. */
  last(app: App): Promise<LastPruning | undefined>;
  note(app: App, last: LastPruning): Promise<void>;
}

/** @throws Fault BAK090 when the vault was never set up */
export async function openPruner(site: Site): Promise<Pruner> {
  const { vault } = policyOf(site.inventory);
  return vault.kind === 'server' ? keeperPruner(site, vault.server) : workerPruner(site);
}

async function keeperPruner(site: Site, server: string): Promise<Pruner> {
  const vaultKey = await vaultKeyOf(site);
  const keeper = serverKeeper(await site.connections.get(server));
  return {
    prune: ({ engineName }, request, { say, signal }) => {
      const run = { vaultKey, ...(signal && { signal }) };
      return prune(prunableAt(keeper, engineName, run), request, { now: new Date(), say });
    },
    last: async ({ engineName }) => readLast(await keeper.lastPruning(engineName)),
    note: ({ engineName }, last) => keeper.notePruning(engineName, JSON.stringify(last)),
  };
}

/** On the first manager beside the audit log: not on the server whose sets are being judged. */
const notesFolder = '/var/lib/induk/prunings';

async function workerPruner(site: Site): Promise<Pruner> {
  const vaultKey = await vaultKeyOf(site);
  const manager = await site.manager();
  const folder = vaultFolder(site);
  const noteOf = ({ engineName }: App): string => `${notesFolder}/${engineName}.json`;
  return {
    prune: async (app, request, following) => {
      const connection = await site.connections.get(app.server);
      const access = { ...(await appAccess(site, app)), password: vaultKey.reveal() };
      const spec = {
        name: `induk-prune-${app.engineName}-${randomBytes(3).toString('hex')}`,
        image: await workerImage(connection, app),
        args: ['prune'],
        labels: { [labels.site]: site.inventory.site.name, [labels.app]: app.id },
        binds: folder === undefined ? [] : [`${folder}:/vault`],
      };
      const job = { formatVersion: 1, access, ...request };
      return askWorker<PruneResult>(connection, spec, job, following);
    },
    last: async (app) => {
      const script = '[ ! -e "$1" ] || cat "$1"';
      return readLast(await asRoot(manager, ['sh', '-c', script, 'sh', noteOf(app)]));
    },
    note: (app, last) => writeRootFile(manager, noteOf(app), JSON.stringify(last), '0600'),
  };
}

function readLast(text: string | undefined): LastPruning | undefined {
  return text === undefined || text === '' ? undefined : (JSON.parse(text) as LastPruning);
}

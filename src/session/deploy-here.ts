/** A deployment by a deploy key: on a manager, from a source on stdin. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { handsOf } from '../cluster/apply/hands.js';
import { builderHands } from '../cluster/deploy-keys/builder.js';
import { keepSource } from '../cluster/images/keep.js';
import { unpackSource } from '../cluster/images/unpack.js';
import type { App } from '../inventory/model.js';
import { type Deploying, deploy, type PlannedDeploy, planDeploy } from './deploy.js';
import { jobSite } from './job-site.js';
import type { Site } from './site.js';

/** Seconds to queue behind another run: a pipeline has the time. */
export const keyPatience = 900;

export interface HereOptions extends Deploying {
  /** Folder with `job.json` and the recipe. */
  job: string;
  /** Name of the key, as its line on the server says. */
  key: string;
  source: AsyncIterable<Buffer>;
}

/**
 * @throws Fault DEP012 when the stream is no source, DEP019 when the app has changed in another
 *   way than its source; those of a deployment
 */
export async function deployHere({ job, key, source, ...deploying }: HereOptions) {
  const root = await mkdtemp(join(tmpdir(), 'induk-source-'));
  const { site, app } = await jobSite(job, root, `deploy key ${key}`);
  const kept = join(root, 'source.tar');
  try {
    await mkdir(join(root, 'source'));
    const isElsewhere = !isHere(site, app);
    const stream = isElsewhere ? keepSource(source, kept) : source;
    const { commit } = await unpackSource(stream, join(root, 'source'));
    const whole = isElsewhere ? withBuilder(site, app, kept, deploying.signal) : site;
    const found = await planDeploy(whole, { app: app.id, cwd: root, sourceOnly: true });
    const planned: PlannedDeploy = { ...found, ...(commit === undefined ? {} : { commit }) };
    if (planned.plan.steps.length > 0) await deploy(planned, deploying);
    return { planned, url: app.domains[0] === undefined ? '' : `https://${app.domains[0]}/` };
  } finally {
    await site.close();
    await rm(root, { recursive: true, force: true });
  }
}

const isHere = ({ inventory }: Site, { server }: App): boolean =>
  inventory.servers.some(({ name, address }) => name === server && address === 'local');

/** The app's own server builds from the very bytes that came. */
function withBuilder(site: Site, app: App, kept: string, signal: AbortSignal): Site {
  const hands: Site['hands'] = async (server) => {
    const connection = await site.connections.get(server);
    return server === app.server ? builderHands(connection, kept, signal) : handsOf(connection);
  };
  return { ...site, hands };
}

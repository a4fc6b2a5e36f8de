/** What a server that is no manager does for a deployment by a deploy key. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { handsOf } from '../cluster/apply/hands.js';
import { unpackSource } from '../cluster/images/unpack.js';
import { appImage } from '../desired/images.js';
import { jobSite } from './job-site.js';

export interface BuildingHere {
  /** Folder with `job.json` and the recipe. */
  job: string;
  signal: AbortSignal;
  say: (message: string) => void;
}

/**
 * Builds the app's image from a source, as a tar stream.
 * @returns its reference. @throws Fault DEP012 when the stream is no source; those of a build
 */
export async function buildHere(
  source: AsyncIterable<Buffer>,
  { job, signal, say }: BuildingHere,
): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'induk-source-'));
  const { site, app } = await jobSite(job, root, '');
  try {
    await mkdir(join(root, 'source'));
    const { commit } = await unpackSource(source, join(root, 'source'));
    const spec = appImage(app, await site.materials());
    if (spec === undefined) throw new Error(`${app.id} is not built here`);
    const revision = commit === undefined ? {} : { revision: commit };
    const place = { ...site.places, ...revision, site: site.inventory.site.name, signal, say };
    await handsOf(await site.connections.get(app.server)).build(spec, place);
    return spec.reference;
  } finally {
    await site.close();
    await rm(root, { recursive: true, force: true });
  }
}

/** Removes what earlier versions of the app left on this server. */
export async function tidyHere({ job }: Pick<BuildingHere, 'job'>): Promise<void> {
  const { site, app } = await jobSite(job, tmpdir(), '');
  try {
    await handsOf(await site.connections.get(app.server)).tidy(app.id);
  } finally {
    await site.close();
  }
}

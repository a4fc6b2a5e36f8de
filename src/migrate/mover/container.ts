/** The mover's container: what it is made of, and what lies beside it. */
import type { ArchiveFile } from '../../backup/containers/archive.js';
import type { WorkerSpec } from '../../backup/containers/worker.js';
import { labels, moverContainer, moveVolume, storageVolume } from '../../desired/names.js';
import type { App } from '../../inventory/model.js';
import type { MoverJob } from './model.js';
import { type MoveOrder, orderName } from './order.js';

export type Moved = Pick<App, 'id' | 'engineName' | 'storage'>;

export const moveLabels = (site: string, { id }: Pick<App, 'id'>): Record<string, string> => ({
  [labels.site]: site,
  [labels.app]: id,
  [labels.role]: 'move',
});

/** The mover writes what the app will read; nothing else of the app is in it. */
export function moverSpec(app: Moved, { site, image }: { site: string; image: string }) {
  const { engineName, storage } = app;
  const volumes = Object.keys(storage).map(
    (key) => `${storageVolume(engineName, key)}:/volumes/${key}`,
  );
  const spec: WorkerSpec = {
    name: moverContainer(engineName),
    image,
    args: ['migrate'],
    labels: moveLabels(site, app),
    binds: [`${moveVolume(engineName)}:/job`, ...volumes],
    isUrgent: true,
  };
  return spec;
}

/** Files of the volume of the job, which may hold secrets. */
export function moverFiles({ job, order }: { job?: MoverJob; order: MoveOrder }): ArchiveFile[] {
  const file = (name: string, value: unknown): ArchiveFile => ({
    name,
    mode: 0o600,
    content: JSON.stringify(value),
  });
  return [...(job === undefined ? [] : [file('job.json', job)]), file(orderName, order)];
}

/** What may happen to a backup under way, done to a lab's servers. */

import { emptyDisk, fillDisk } from '../e2e/support/vault-disk.js';
import { cutNetwork, inside, restoreNetwork } from '../lab/faults.js';
import type { LabServer } from '../lab/servers.js';
import type { SoakSite } from './backup-site.js';

export interface BackupFault {
  name: string;
  strike: (soak: SoakSite) => Promise<void>;
  /** What a person would do about it, once the run has ended. */
  mend?: (soak: SoakSite) => Promise<void>;
}

const sh = async (server: LabServer, script: string): Promise<void> => {
  // One that comes too late finds nothing left to kill.
  await inside(server, ['sh', '-c', script], { check: false });
};

/** By its name, as the kernel has it; of the server's processes only. */
const kill = (program: string) => (soak: SoakSite) =>
  sh(soak.server, `pkill -9 -x ${program.slice(0, 15)}`);

const worker = 'induk-backup-dishub-parkir';
const job = '/var/lib/docker/volumes/dishub-parkir-backup/_data';

const shifted = (days: number) => `const { now } = Date, Real = Date, by = ${days} * 86400e3;
globalThis.Date = class extends Real {
  constructor(...given) { super(...(given.length ? given : [now() + by])); }
  static now() { return now() + by; }
};
`;

/** A lab's servers have no clock of their own: that of a second run of the worker is moved. */
const clock = (days: number) => async (soak: SoakSite) => {
  await inside(soak.server, ['tee', `${job}/jam.cjs`], { input: shifted(days) });
  await sh(
    soak.server,
    `docker run --rm --volumes-from ${worker} --env NODE_OPTIONS='--require /job/jam.cjs' \\
      $(docker inspect -f '{{.Config.Image}}' ${worker}) create`,
  );
};

export const backupFaults: BackupFault[] = [
  { name: 'worker killed', strike: ({ server }) => sh(server, `docker kill ${worker}`) },
  { name: 'restic killed', strike: kill('restic') },
  { name: 'dump killed', strike: kill('mariadb-dump') },
  { name: 'database killed', strike: kill('mariadbd') },
  {
    name: 'vault killed',
    strike: ({ vault }) => sh(vault, 'docker kill induk-vault'),
    mend: ({ vault }) => sh(vault, 'docker start induk-vault'),
  },
  {
    name: 'vault’s disk full',
    strike: ({ vault }) => fillDisk(vault),
    mend: ({ vault }) => emptyDisk(vault),
  },
  {
    name: 'vault cut off',
    strike: ({ vault }) => cutNetwork(vault),
    mend: ({ vault }) => restoreNetwork(vault),
  },
  { name: 'engine restarted', strike: ({ server }) => sh(server, 'systemctl restart docker') },
  { name: 'clock a year ahead', strike: clock(400) },
  { name: 'clock a year behind', strike: clock(-400) },
];

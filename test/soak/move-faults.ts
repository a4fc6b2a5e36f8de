/** What may happen to a move under way, done to a lab's machines. */
import type { StartedRun } from '../e2e/support/induk.js';
import { type MoveSite, moved, thaw } from '../e2e/support/moving.js';
import { cutNetwork, inside, powerOff, powerOn, reboot, restoreNetwork } from '../lab/faults.js';
import type { LabServer } from '../lab/servers.js';

export interface MoveFault {
  name: string;
  strike: (lab: MoveSite, run: StartedRun) => Promise<void>;
  /** What comes back by itself, or is brought back by a person, before the command is told again. */
  mend?: (lab: MoveSite) => Promise<void>;
}

const mover = `induk-mover-${moved.engineName}`;

const sh = async (server: LabServer, script: string): Promise<void> => {
  // One that comes too late finds nothing left to kill.
  await inside(server, ['sh', '-c', script], { check: false });
};

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const ballast = '/var/lib/docker/penuh';

/** Leaves no byte on the disk of the server's engine; `fallocate` leaves what is no whole block. */
const fillDisk = (server: LabServer): Promise<void> =>
  sh(
    server,
    `fallocate -l "$(df --output=avail -B1 /var/lib/docker | tail -1)" ${ballast}
    head -c 1G /dev/zero >> ${ballast}`,
  );

const killMover = ({ server }: MoveSite): Promise<void> => sh(server, `docker kill ${mover}`);

/** A busy machine's engine may say that it saw no end, and see it later. */
async function pullThePlug(server: LabServer): Promise<void> {
  await thaw(server);
  const isOff = await powerOff(server).then(
    () => true,
    () => false,
  );
  for (const deadline = Date.now() + 60_000; !isOff && Date.now() < deadline; ) {
    const { code } = await inside(server, ['true'], { check: false });
    if (code !== 0) return;
    await wait(500);
  }
}

export const moveFaults: MoveFault[] = [
  { name: 'induk killed', strike: async (_, run) => run.kill('SIGKILL') },
  { name: 'mover killed', strike: killMover },
  {
    name: 'induk and mover killed',
    strike: async (lab, run) => {
      run.kill('SIGKILL');
      await killMover(lab);
    },
  },
  {
    name: 'link cut for 6 s',
    strike: async ({ old }) => {
      await cutNetwork(old);
      await wait(6_000);
      await restoreNetwork(old);
    },
  },
  {
    name: 'link cut for 40 s',
    strike: async ({ old }) => {
      await cutNetwork(old);
      await wait(40_000);
      await restoreNetwork(old);
    },
  },
  {
    name: 'new server’s disk full for 8 s',
    strike: async ({ server }) => {
      await fillDisk(server);
      await wait(8_000);
      await sh(server, `rm -f ${ballast}`);
    },
  },
  {
    name: 'new database killed',
    strike: ({ server }) => sh(server, `docker kill $(docker ps -qf name=${moved.engineName}-db)`),
  },
  { name: 'old host rebooted', strike: ({ old }) => reboot(old) },
  {
    name: 'new server without power',
    strike: ({ server }) => pullThePlug(server),
    mend: ({ server }) => powerOn(server),
  },
];

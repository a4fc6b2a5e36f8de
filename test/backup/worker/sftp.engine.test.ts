import { readFileSync } from 'node:fs';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CreateResult } from '../../../src/backup/worker/run.js';
import type { SetList } from '../../../src/backup/worker/sets.js';
import { Place } from '../../images/support/engine.js';
import { inside } from '../../lab/faults.js';
import { type LabServer, labDown, labUp } from '../../lab/servers.js';
import { answerOf, buildWorker, vaultKey, Worker } from './support.js';

const LAB = `sftp-${process.pid}`;
const place = new Place();
let worker: Worker;
let host: LabServer;
let hostKey: string;

beforeAll(async () => {
  const [image, servers] = await Promise.all([buildWorker(), labUp({ name: LAB, count: 1 })]);
  [host] = servers as [LabServer];
  worker = new Worker(place, image, 'parkir');
  await worker.shell('head -c 300000 /dev/urandom > /berkas/acak');
  hostKey = (await inside(host, ['cat', '/etc/ssh/ssh_host_ed25519_key.pub'])).stdout.trim();
});

afterAll(async () => {
  await place.clean();
  await labDown({ name: LAB });
});

const access = (knownHosts = `${host.address} ${hostKey}`) => ({
  url: `sftp:admin@${host.address}:cadangan/parkir`,
  password: 'kunci-aplikasi',
  ssh: { key: readFileSync(host.keyFile, 'utf8'), knownHosts },
});

async function run<T>(args: string[], job: object) {
  const flags = ['run', '--rm', '-i', '--network', host.network];
  // Only `create` has its job in a volume; the others are told what to do.
  const volumes = worker.flags(args[0] === 'create' ? [`${worker.job}:/job`] : []);
  const input = JSON.stringify(job);
  const ended = await execa('docker', [...flags, ...volumes, worker.image, ...args], {
    input,
    reject: false,
  });
  return answerOf<T>(ended);
}

it('a vault that somebody else runs takes sets over SFTP', async () => {
  const made = await run(['init'], { access: access(), vaultKey });
  expect(made.data).toEqual({ created: true, keyAdded: true });
  await worker.give(worker.backupJob({ access: access() }));
  const created = await run<CreateResult>(['create'], {});
  expect(created.fault).toBeUndefined();
  const { data } = await run<SetList>(['list'], { access: access() });
  expect(data?.sets).toMatchObject([{ set: created.data?.set }]);
  expect(JSON.stringify([made, created])).not.toContain('PRIVATE KEY');
});

it('a host with another key gets nothing', async () => {
  const other = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGPKSUTyz1HwHReFVvD5obVsALAgJRNarH4TRpNePnAS';
  // restic ends at times before it has passed on what ssh said of the key.
  const refused = ['BAK015', 'BAK016'];
  for (const known of [`${host.address} ${other}`, `lain.contoh.go.id ${hostKey}`]) {
    const { data, fault } = await run(['list'], { access: access(known) });
    expect(data).toBeUndefined();
    expect(refused).toContain(fault?.code);
  }
});

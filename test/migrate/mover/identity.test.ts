import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { identityFiles, pinOldHost } from '../../../src/migrate/mover/identity.js';
import { fingerprint } from '../../../src/server/ssh/fingerprint.js';

let job: string;

beforeAll(async () => {
  job = await mkdtemp(join(tmpdir(), 'induk-identity-'));
});

afterAll(() => rm(job, { recursive: true }));

it('is whole for every program that reads it while others write it anew', async () => {
  const blob = Buffer.from('a key of a host');
  const old = { address: '203.0.113.7', port: 22, user: 'root', hostKey: fingerprint(blob) };
  const { config, folder, knownHosts } = identityFiles(job);
  await mkdir(folder);
  await writeFile(knownHosts, `old ssh-ed25519 ${blob.toString('base64')}\n`);
  await pinOldHost(job, old);
  const whole = await readFile(config, 'utf8');
  expect(whole).toContain('HostName 203.0.113.7');
  let goesOn = true;
  const seen = new Set<string>();
  const reader = (async () => {
    while (goesOn) seen.add(await readFile(config, 'utf8'));
  })();
  for (let round = 0; round < 100; round += 1) {
    // Another address each time: what has not changed need not be written.
    const other = { ...old, user: round % 2 === 0 ? 'root' : 'rina' };
    await Promise.all([pinOldHost(job, other), pinOldHost(job, other)]);
  }
  goesOn = false;
  await reader;
  for (const text of seen) expect(text.replace('User rina', 'User root')).toBe(whole);
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Identity } from '../../src/secrets/identity.js';
import { rekey } from '../../src/secrets/rekey.js';
import {
  allFiles,
  faultOf,
  newIdentity,
  plain,
  secretsOf,
  storeFor,
  temporaryFolder,
} from './workplace.js';

const owners = ['dishub/parkir', 'dinkes/antrian', 'site'];
const plantedFor = (owner: string) => ({ A: `planted ${owner}` });

async function fill(root: string, me: Identity[]) {
  const store = storeFor(root, me);
  for (const owner of owners) await store.write(owner, secretsOf(plantedFor(owner)));
}

async function canRead(root: string, who: Identity, owner: string): Promise<boolean> {
  const store = storeFor(root, [who]);
  return store.read(owner).then(
    (values) => plain(values).A === plantedFor(owner).A,
    () => false,
  );
}

describe('rekey', () => {
  it('lets the new member in and keeps the removed one out', async () => {
    const root = await temporaryFolder();
    const [me, removed, added] = [await newIdentity(), await newIdentity(), await newIdentity()];
    await fill(root, [me, removed]);
    const team = [me.recipient, added.recipient];
    const result = await rekey(storeFor(root, [me], { team }));

    expect(result).toEqual({
      changed: owners.map((owner) => `secrets/${owner}.age`).sort(),
      failed: [],
    });
    for (const owner of owners) {
      expect(await canRead(root, me, owner)).toBe(true);
      expect(await canRead(root, added, owner)).toBe(true);
      expect(await canRead(root, removed, owner)).toBe(false);
    }
  });

  it('refuses to lock the caller out', async () => {
    const root = await temporaryFolder();
    const [me, other] = [await newIdentity(), await newIdentity()];
    await fill(root, [me]);
    const before = await allFiles(root);
    const fault = await faultOf(() => rekey(storeFor(root, [me], { team: [other.recipient] })));
    expect(fault.code).toBe('SEC022');
    expect(await allFiles(root)).toEqual(before);
  });

  it('does the others when one file cannot be read, and names it', async () => {
    const root = await temporaryFolder();
    const me = await newIdentity();
    await fill(root, [me]);
    await storeFor(root, [await newIdentity()]).write('bkd/arsip', secretsOf({ A: 'x' }));
    const { changed, failed } = await rekey(storeFor(root, [me]));
    expect(changed.length).toBe(3);
    expect(failed).toMatchObject([{ file: 'secrets/bkd/arsip.age', fault: { code: 'SEC006' } }]);
  });
});

/** A process that re-encrypts and is killed at the n-th call of a file-system function. */
const victim = `
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { findIdentities } from '${join(process.cwd(), 'src/secrets/identity.ts')}';
import { rekey } from '${join(process.cwd(), 'src/secrets/rekey.ts')}';
import { SecretStore } from '${join(process.cwd(), 'src/secrets/store.ts')}';
const [root, team, name, count] = process.argv.slice(2);
let left = Number(count);
const real = fs[name];
fs[name] = (...args) => {
  if (--left === 0) process.kill(process.pid, 'SIGKILL');
  return real(...args);
};
syncBuiltinESMExports();
await rekey(new SecretStore({ root, team: team.split(',') }));
`;

describe('rekey killed', () => {
  let script = '';
  beforeAll(async () => {
    const { outputFiles } = await build({
      stdin: { contents: victim, loader: 'ts', resolveDir: process.cwd() },
      bundle: true,
      write: false,
      platform: 'node',
      format: 'esm',
    });
    script = outputFiles[0]?.text ?? '';
  });

  it.each([
    ['rename', 1],
    ['rename', 2],
    ['open', 3],
    ['rm', 4],
    ['link', 3],
  ])('at call of %s number %i reaches the same end when run again', async (name, count) => {
    const root = await temporaryFolder();
    const [me, removed] = [await newIdentity(), await newIdentity()];
    await fill(root, [me, removed]);
    const file = join(await temporaryFolder(), 'victim.mjs');
    await writeFile(file, script);
    const env = { ...process.env, INDUK_AGE_KEY: me.key.reveal(), INDUK_AGE_KEY_FILE: '' };
    const child = spawn(process.execPath, [file, root, me.recipient, name, String(count)], { env });
    const [, signal] = await once(child, 'exit');
    expect(signal).toBe('SIGKILL');

    for (const owner of owners) expect(await canRead(root, me, owner)).toBe(true);
    for (const { text } of await allFiles(root)) expect(text).not.toContain('planted');
    const again = await rekey(storeFor(root, [me]));
    expect(again.changed.length).toBe(3);
    for (const owner of owners) expect(await canRead(root, removed, owner)).toBe(false);
    const names = (await allFiles(root)).map((each) => each.name);
    expect(names.sort()).toEqual(again.changed);
  });
});

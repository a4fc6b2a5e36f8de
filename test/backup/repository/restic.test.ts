import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Restic } from '../../../src/backup/repository/restic.js';
import type { Fault } from '../../../src/fault.js';

const { PATH } = process.env;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'induk-restic-'));
  process.env.PATH = `${folder}:${PATH}`;
});

afterEach(() => {
  process.env.PATH = PATH;
  rmSync(folder, { recursive: true });
});

/** What restic 0.18 says to a vault that cannot take more, each time after a longer pause. */
const refusal = (status: string) =>
  `Save(<data/d53ae471de>) returned error, retrying after 4.3s: unexpected HTTP response ${status}`;

async function fault(script: string): Promise<Fault> {
  const program = join(folder, 'restic');
  writeFileSync(program, `#!/bin/sh\n${script}\n`);
  chmodSync(program, 0o755);
  const restic = new Restic({ url: 'rest:https://vault/x/', password: 'kunci' });
  return restic
    .run(['backup', '--json'])
    .catch((error: Fault) => error)
    .finally(() => restic.close()) as Promise<Fault>;
}

it('a full vault is not asked for a quarter of an hour', async () => {
  const lines = Array(3).fill(`echo '${refusal('(507): 507 Insufficient Storage')}' >&2`);
  const begun = Date.now();
  const { code, logTail } = await fault([...lines, 'exec sleep 15'].join('\n'));
  expect(code).toBe('BAK013');
  expect(logTail).toHaveLength(3);
  expect(Date.now() - begun).toBeLessThan(10_000);
});

it('one that stumbles is asked again', async () => {
  const busy = refusal('(502): 502 Bad Gateway');
  const lines = Array(5).fill(`echo '${busy}' >&2`);
  const { code } = await fault([...lines, 'exit 1'].join('\n'));
  expect(code).not.toBe('BAK013');
});

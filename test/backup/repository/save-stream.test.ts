import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Pass } from '../../../src/backup/database/through.js';
import { Restic } from '../../../src/backup/repository/restic.js';
import { type Produce, saveStream } from '../../../src/backup/repository/save-stream.js';

const { PATH } = process.env;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'induk-stream-'));
  process.env.PATH = `${folder}:${PATH}`;
});

afterEach(() => {
  process.env.PATH = PATH;
  rmSync(folder, { recursive: true });
});

/** As restic: keeps what the command after `--` writes, unless that fails. */
const keeps = `
while [ "$1" != -- ]; do shift; done; shift
"$@" > ${'$'}FOLDER/taken && mv $FOLDER/taken $FOLDER/kept || exit 1
echo '{"message_type":"summary","snapshot_id":"ab12"}'`;

function save<T>(script: string, produce: Produce<T>) {
  const program = join(folder, 'restic');
  writeFileSync(program, `#!/bin/sh\nFOLDER=${folder}\n${script}\n`);
  chmodSync(program, 0o755);
  const restic = new Restic({ url: 'rest:https://vault/x/', password: 'kunci' });
  const to = { host: 'parkir', tags: ['part=database'] };
  return saveStream(restic, produce, 'dump.sql', to).finally(() => restic.close());
}

const kept = () => existsSync(join(folder, 'kept'));
const piece = Buffer.alloc(100_000, 'induk');

describe('what this process produces', () => {
  it('is saved whole, at the pace of the reader', async () => {
    const { answer, saved } = await save(keeps, async (pass) => {
      for (let at = 0; at < 50; at++) await pass(piece);
      return 'all';
    });
    expect([answer, saved.snapshot]).toEqual(['all', 'ab12']);
    const whole = Buffer.concat(Array(50).fill(piece));
    expect(readFileSync(join(folder, 'kept')).equals(whole)).toBe(true);
  });

  it('is not saved when it fails, though the pipe ends as a whole one does', async () => {
    const saved = save(keeps, async (pass) => {
      await pass(piece);
      throw new Error('the dump broke');
    });
    await expect(saved).rejects.toThrow('the dump broke');
    expect(kept()).toBe(false);
  });

  it('is not asked for when restic refuses before it reads', async () => {
    let asked = false;
    const saved = save('echo "Fatal: wrong password or no key found" >&2; exit 12', async () => {
      asked = true;
    });
    await expect(saved).rejects.toMatchObject({ code: 'BAK012' });
    expect(asked).toBe(false);
  });

  it.each([
    ['while it comes', async (pass: Pass) => pass(piece)],
    ['while it is waited for', async (_: Pass, signal: AbortSignal) => once(signal, 'abort')],
  ])('is stopped when restic dies %s, whose word counts', async (_, step) => {
    const dies = 'while [ "$1" != -- ]; do shift; done; shift; "$@" | head -c 9; kill -9 $$';
    const saved = save(dies, async (pass, signal) => {
      await pass(piece);
      while (!signal.aborted) await step(pass, signal);
      throw new Error('stopped');
    });
    await expect(saved).rejects.toMatchObject({ code: expect.stringMatching(/^BAK01\d$/) });
    expect(kept()).toBe(false);
  });
});

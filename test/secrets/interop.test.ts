import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseDotenv } from '../../src/secrets/dotenv.js';
import { ensureIdentity, findIdentities } from '../../src/secrets/identity.js';
import { requireAge } from './age-tool.js';
import { newIdentity, plain, secretsOf, storeFor, temporaryFolder } from './workplace.js';

const awkward = { A: 'a"b$c\\`d', PEM: '-----BEGIN X-----\nab\n-----END X-----\n', U: 'é😀' };

beforeAll(requireAge, 310_000);

describe('the age program', () => {
  it('reads what the store wrote, with the key induk made', async () => {
    const root = await temporaryFolder();
    const me = await ensureIdentity({ HOME: root });
    const other = await newIdentity();
    const store = storeFor(root, [me, other]);
    await store.write('dishub/parkir', secretsOf(awkward));

    const file = join(root, 'secrets/dishub/parkir.age');
    const text = execFileSync('age', ['-d', '-i', me.origin, file], { encoding: 'utf8' });
    const { INDUK_SALT, ...values } = Object.fromEntries(parseDotenv(text));
    expect(values).toEqual(awkward);
    expect(INDUK_SALT).toMatch(/^[\w-]{43}$/);
    const printed = execFileSync('age-keygen', ['-y', me.origin], { encoding: 'utf8' }).trim();
    expect(printed).toBe(me.recipient);
  });

  it.each([['-a'], []])('writes what the store reads (%j)', async (...armor) => {
    const root = await temporaryFolder();
    const keyFile = join(root, 'key.txt');
    execFileSync('age-keygen', ['-o', keyFile], { stdio: 'pipe' });
    const me = await findIdentities({ INDUK_AGE_KEY_FILE: keyFile });
    const [{ recipient } = await newIdentity()] = me;

    await mkdir(join(root, 'secrets/dishub'), { recursive: true });
    const file = join(root, 'secrets/dishub/parkir.age');
    const args = ['-r', recipient, ...armor, '-o', file];
    execFileSync('age', args, { input: 'A=\'plain\'\nB="x\\ny" # note\n' });
    const store = storeFor(root, me);
    expect(plain(await store.read('dishub/parkir'))).toEqual({ A: 'plain', B: 'x\ny' });
    await store.ensureGenerated('dishub/parkir', ['C']);
    expect(execFileSync('age', ['-d', '-i', keyFile, file], { encoding: 'utf8' })).toMatch(/^C="/m);
  });

  it('keeps out who is not in the team', async () => {
    const root = await temporaryFolder();
    await storeFor(root, [await newIdentity()]).ensureGenerated('site', ['A']);
    const keyFile = join(root, 'key.txt');
    await writeFile(keyFile, (await newIdentity()).key.reveal(), { mode: 0o600 });
    const read = () =>
      execFileSync('age', ['-d', '-i', keyFile, join(root, 'secrets/site.age')], { stdio: 'pipe' });
    expect(read).toThrow(/no identity matched/);
  });
});

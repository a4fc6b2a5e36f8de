import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ensureIdentity, findIdentities } from '../../src/secrets/identity.js';
import { faultOf, newIdentity, temporaryFolder } from './workplace.js';

async function keyFile(folder: string, text: string, mode = 0o600): Promise<string> {
  const file = join(folder, 'key.txt');
  await writeFile(file, text, { mode });
  await chmod(file, mode);
  return file;
}

describe('findIdentities', () => {
  it('finds none on a fresh machine', async () => {
    expect(await findIdentities({ HOME: await temporaryFolder() })).toEqual([]);
  });

  it('prefers the named file, then the variable, then the usual place', async () => {
    const home = await temporaryFolder();
    const { recipient: usual } = await ensureIdentity({ HOME: home });
    const [fromFile, fromValue] = [await newIdentity(), await newIdentity()];
    const file = await keyFile(home, `# my key\n\n${fromFile.key.reveal()}\n`);
    const env = { HOME: home, INDUK_AGE_KEY: fromValue.key.reveal(), INDUK_AGE_KEY_FILE: file };
    const found = async (given: Record<string, string>) => (await findIdentities(given))[0];

    expect((await found(env))?.recipient).toBe(fromFile.recipient);
    expect((await found({ ...env, INDUK_AGE_KEY_FILE: '' }))?.recipient).toBe(fromValue.recipient);
    expect((await found({ HOME: home }))?.recipient).toBe(usual);
    expect(await found({ HOME: '/nonexistent', XDG_CONFIG_HOME: join(home, '.config') })).toEqual(
      await found({ HOME: home }),
    );
  });

  it('reads several keys', async () => {
    const keys = [await newIdentity(), await newIdentity()];
    const text = keys.map(({ key }) => key.reveal()).join('\r\n');
    const found = await findIdentities({ INDUK_AGE_KEY: text });
    expect(found.map(({ recipient }) => recipient)).toEqual(keys.map((key) => key.recipient));
  });

  it.each([0o644, 0o640, 0o604, 0o660])('refuses a file with mode %o', async (mode) => {
    const { key } = await newIdentity();
    const file = await keyFile(await temporaryFolder(), key.reveal(), mode);
    const fault = await faultOf(() => findIdentities({ INDUK_AGE_KEY_FILE: file }));
    expect(fault).toMatchObject({
      code: 'SEC003',
      args: { file, mode: mode.toString(8).padStart(4, '0') },
    });
  });

  it('says when the named file is missing', async () => {
    const file = join(await temporaryFolder(), 'absent');
    const fault = await faultOf(() => findIdentities({ INDUK_AGE_KEY_FILE: file }));
    expect(fault).toMatchObject({ code: 'SEC004', args: { reason: 'ENOENT' } });
  });

  it.each(['', '# nothing', 'AGE-SECRET-KEY-1HUNTER2', 'hunter2'])(
    'refuses %j without repeating it',
    async (text) => {
      const file = await keyFile(await temporaryFolder(), text);
      const fault = await faultOf(() => findIdentities({ INDUK_AGE_KEY_FILE: file }));
      expect(fault).toMatchObject({ code: 'SEC005', args: { origin: file } });
      expect(inspect(fault)).not.toMatch(/hunter2/i);
    },
  );
});

describe('ensureIdentity', () => {
  it('makes a key once, for the owner only, in the format of age-keygen', async () => {
    const home = await temporaryFolder();
    const made = await ensureIdentity({ HOME: home });
    expect(made).toMatchObject({ created: true, recipient: expect.stringMatching(/^age1/) });
    const file = join(home, '.config/induk/age.key');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(join(home, '.config/induk'))).mode & 0o777).toBe(0o700);
    expect(await readFile(file, 'utf8')).toMatch(
      /^# created: \S+Z\n# public key: age1\w+\nAGE-SECRET-KEY-1\w+\n$/,
    );
    expect(await ensureIdentity({ HOME: home })).toMatchObject({
      created: false,
      recipient: made.recipient,
    });
  });

  it('gives every parallel caller the same key', async () => {
    const home = await temporaryFolder();
    await mkdir(join(home, '.config'));
    const made = await Promise.all(Array.from({ length: 8 }, () => ensureIdentity({ HOME: home })));
    expect(new Set(made.map(({ recipient }) => recipient)).size).toBe(1);
    expect(made.filter(({ created }) => created).length).toBe(1);
  });

  it('shows no key when printed', async () => {
    const home = await temporaryFolder();
    const made = await ensureIdentity({ HOME: home });
    expect(inspect(made) + JSON.stringify(made)).not.toContain('AGE-SECRET-KEY');
  });
});

import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { armor } from 'age-encryption';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encrypt } from '../../src/secrets/encryption.js';
import { Secret } from '../../src/secrets/secret.js';
import {
  allFiles,
  faultOf,
  newIdentity,
  plain,
  secretsOf,
  storeFor,
  temporaryFolder,
} from './workplace.js';

const app = 'dishub/parkir';

/** With the last bit turned. */
function flipped(bytes: Uint8Array): Uint8Array {
  return bytes.with(-1, (bytes.at(-1) ?? 0) ^ 1);
}

describe('Secret', () => {
  it('never serialises', () => {
    const secret = new Secret('hunter2');
    const shown = [
      String(secret),
      `${secret}`,
      JSON.stringify({ secret, list: [secret], map: [...new Map([['k', secret]])] }),
      inspect(secret),
      inspect({ deep: { er: { secret } }, map: new Map([['k', secret]]) }, { depth: 9 }),
      inspect(secret, { showHidden: true, customInspect: false }),
      JSON.stringify(structuredClone({ ...secret })),
      Object.keys(secret).join(),
    ];
    expect(shown.filter((text) => text.includes('hunter2'))).toEqual([]);
    expect(secret.reveal()).toBe('hunter2');
  });
});

describe('SecretStore', () => {
  it('gives back what was written, to a new store, in a file only the owner can open', async () => {
    const root = await temporaryFolder();
    const me = await newIdentity();
    const values = { API: 'a"b$c\\', PEM: 'x\ny\r\n', EMPTY: '' };
    await storeFor(root, [me]).write(app, secretsOf(values));

    expect(plain(await storeFor(root, [me]).read(app))).toEqual(values);
    const file = join(root, 'secrets/dishub/parkir.age');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readFile(file, 'utf8')).toMatch(/^-----BEGIN AGE ENCRYPTED FILE-----\n/);
  });

  it('round-trips any text', async () => {
    const root = await temporaryFolder();
    const store = storeFor(root, [await newIdentity()]);
    const text = fc.string({ unit: 'grapheme' }).map((value) => value.replaceAll('\0', ''));
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1 }), async (list) => {
        const values = Object.fromEntries(list.map((value, index) => [`KEY_${index}`, value]));
        await store.write('site', secretsOf(values));
        await store.update('site', (now) => now.delete('NONE'));
        expect(plain(await store.read('site'))).toEqual(values);
      }),
      { numRuns: 15 },
    );
  });

  it('leaves nothing but ciphertext on the disk', async () => {
    const root = await temporaryFolder();
    const store = storeFor(root, [await newIdentity()]);
    await store.update(app, (values) => values.set('API', new Secret('planted-value-1')));
    await store.update('site', (values) => values.set('TLS_KEY', new Secret('planted-value-2')));
    await store.ensureGenerated(app, ['DB_PASSWORD']);

    const files = await allFiles(root);
    expect(files.map(({ name }) => name).sort()).toEqual([
      'secrets/dishub/parkir.age',
      'secrets/site.age',
    ]);
    for (const { text } of files) expect(text).not.toMatch(/planted|DB_PASSWORD|INDUK_SALT/);
  });

  it('has no values, and needs no key, where there is no file', async () => {
    const store = storeFor(await temporaryFolder(), []);
    expect(plain(await store.read(app))).toEqual({});
    expect(await store.digest(app, 'X')).toBeUndefined();
    expect(await store.owners()).toEqual([]);
  });

  it('lets somebody without a key add a first file for the team', async () => {
    const root = await temporaryFolder();
    const colleague = await newIdentity();
    const ci = storeFor(root, [], { team: [colleague.recipient] });
    await ci.ensureGenerated(app, ['DB_PASSWORD']);
    expect((await storeFor(root, [colleague]).read(app)).has('DB_PASSWORD')).toBe(true);
    expect((await faultOf(() => storeFor(root, []).read(app))).code).toBe('SEC002');
  });

  it('says which file and which key when it cannot decrypt', async () => {
    const root = await temporaryFolder();
    await storeFor(root, [await newIdentity()]).ensureGenerated(app, ['A']);
    const stranger = await newIdentity();
    const fault = await faultOf(() => storeFor(root, [stranger]).read(app));
    expect(fault).toMatchObject({
      code: 'SEC006',
      args: { file: 'secrets/dishub/parkir.age', mine: stranger.recipient },
    });
    expect(inspect(fault)).not.toContain(stranger.key.reveal());
  });

  it.each([
    ['cut off', (text: string) => text.slice(0, text.length / 2)],
    ['empty', () => ''],
    ['with a flipped bit', (text: string) => armor.encode(flipped(armor.decode(text)))],
  ])('refuses a file that is %s', async (_, damage) => {
    const root = await temporaryFolder();
    const me = await newIdentity();
    await storeFor(root, [me]).ensureGenerated(app, ['A']);
    const file = join(root, 'secrets/dishub/parkir.age');
    await writeFile(file, damage(await readFile(file, 'utf8')));
    expect((await faultOf(() => storeFor(root, [me]).read(app))).code).toBe('SEC007');
    expect((await faultOf(() => storeFor(root, [me]).ensureGenerated(app, ['A']))).code).toBe(
      'SEC007',
    );
  });

  it('names the line of a mistake inside, not its text', async () => {
    const root = await temporaryFolder();
    const me = await newIdentity();
    await mkdir(join(root, 'secrets'));
    const text = await encrypt('A="1"\nhunter2\n', [me.recipient]);
    await writeFile(join(root, 'secrets/site.age'), text);
    const fault = await faultOf(() => storeFor(root, [me]).read('site'));
    expect(fault).toMatchObject({ code: 'SEC008', args: { line: 2 } });
    expect(inspect(fault)).not.toContain('hunter2');
  });

  it.each(['../x', 'a/b/c', 'a/..', '/etc/passwd', 'Site', 'a', 'a/b.c', ''])(
    'refuses the owner %j',
    async (owner) => {
      const store = storeFor(await temporaryFolder(), []);
      expect((await faultOf(() => store.read(owner))).code).toBe('SEC001');
    },
  );

  it.each([
    'ssh-ed25519 AAAA',
    'age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq',
    'x',
  ])('refuses the recipient %j before anything is written', async (recipient) => {
    const root = await temporaryFolder();
    const store = storeFor(root, [await newIdentity()], { team: [recipient] });
    const fault = await faultOf(() => store.ensureGenerated(app, ['A']));
    expect(fault).toMatchObject({ code: 'SEC010', args: { recipient } });
    expect(await allFiles(root)).toEqual([]);
  });

  it('encrypts to the caller when the team is empty, and says so once', async () => {
    const root = await temporaryFolder();
    const me = await newIdentity();
    const notices: unknown[] = [];
    const notice = (code: string, args: object) => notices.push([code, args]);
    const store = storeFor(root, [me], { team: [], notice });
    await store.ensureGenerated(app, ['A']);
    await store.ensureGenerated('site', ['B']);
    expect(notices).toEqual([['SEC050', { recipient: me.recipient }]]);
    expect((await storeFor(root, [me]).read('site')).has('B')).toBe(true);

    const nobody = storeFor(root, [], { team: [] });
    expect((await faultOf(() => nobody.ensureGenerated('a/b', ['A']))).code).toBe('SEC011');
  });

  it('warns who is not in the team', async () => {
    const root = await temporaryFolder();
    const [me, other] = [await newIdentity(), await newIdentity()];
    const notices: string[] = [];
    const notice = (code: string) => notices.push(code);
    const store = storeFor(root, [me], { team: [other.recipient], notice });
    await store.ensureGenerated(app, ['A']);
    expect(notices).toEqual(['SEC051']);
  });

  it('generates what is missing and nothing else', async () => {
    const store = storeFor(await temporaryFolder(), [await newIdentity()]);
    expect(await store.ensureGenerated(app, ['DB_PASSWORD'])).toEqual(['DB_PASSWORD']);
    const first = (await store.read(app)).get('DB_PASSWORD')?.reveal();
    expect(first).toMatch(/^[A-Za-z0-9_-]{32}$/);
    expect(await store.ensureGenerated(app, ['DB_PASSWORD', 'B'])).toEqual(['B']);
    expect((await store.read(app)).get('DB_PASSWORD')?.reveal()).toBe(first);
  });

  it('keeps the file when the disk refuses', async () => {
    const root = await temporaryFolder();
    const me = await newIdentity();
    await storeFor(root, [me]).ensureGenerated(app, ['A']);
    const file = join(root, 'secrets/site.age');
    await mkdir(file);
    const fault = await faultOf(() => storeFor(root, [me]).ensureGenerated('site', ['A']));
    expect(fault).toMatchObject({ code: 'SEC025', args: { reason: 'EISDIR' } });
    await chmod(file, 0o700);
    expect((await storeFor(root, [me]).read(app)).has('A')).toBe(true);
  });
});

describe('digest', () => {
  it('follows the value and the key, and not the encryption', async () => {
    const root = await temporaryFolder();
    const me = await newIdentity();
    const store = storeFor(root, [me]);
    await store.write(app, secretsOf({ A: 'same', B: 'same' }));
    const a = await store.digest(app, 'A');
    expect(a).toMatch(/^[0-9a-f]{12}$/);
    expect(await store.digest(app, 'B')).not.toBe(a);

    await store.reencrypt(app);
    expect(await storeFor(root, [me]).digest(app, 'A')).toBe(a);
    await store.update(app, (values) => values.set('A', new Secret('other')));
    expect(await store.digest(app, 'A')).not.toBe(a);
    await store.write(app, secretsOf({ A: 'same' }));
    expect(await storeFor(root, [me]).digest(app, 'A')).toBe(a);
  });

  it('differs between owners with the same value', async () => {
    const store = storeFor(await temporaryFolder(), [await newIdentity()]);
    for (const owner of [app, 'site']) await store.write(owner, secretsOf({ A: 'x' }));
    expect(await store.digest(app, 'A')).not.toBe(await store.digest('site', 'A'));
  });

  it('asks for a rekey when another tool wrote the file', async () => {
    const root = await temporaryFolder();
    const me = await newIdentity();
    await mkdir(join(root, 'secrets'));
    await writeFile(join(root, 'secrets/site.age'), await encrypt('A=1\n', [me.recipient]));
    const store = storeFor(root, [me]);
    expect((await faultOf(() => store.digest('site', 'A'))).code).toBe('SEC015');
    await store.reencrypt('site');
    expect(await store.digest('site', 'A')).toMatch(/^[0-9a-f]{12}$/);
    expect(plain(await store.read('site'))).toEqual({ A: '1' });
  });
});

describe('two writers', () => {
  it('keep each other’s changes of different keys', async () => {
    const root = await temporaryFolder();
    const me = await newIdentity();
    const keys = Array.from({ length: 12 }, (_, index) => `KEY_${index}`);
    await Promise.all(keys.map((key) => storeFor(root, [me]).ensureGenerated(app, [key])));
    expect([...(await storeFor(root, [me]).read(app)).keys()].sort()).toEqual(keys.sort());
    expect((await allFiles(root)).map(({ name }) => name)).toEqual(['secrets/dishub/parkir.age']);
  });

  it('do not replace what they have not seen', async () => {
    const root = await temporaryFolder();
    const me = await newIdentity();
    const mine = storeFor(root, [me]);
    await mine.write(app, secretsOf({ A: 'one' }));
    await storeFor(root, [me]).update(app, (values) => values.set('A', new Secret('theirs')));

    const fault = await faultOf(() => mine.write(app, secretsOf({ A: 'mine' })));
    expect(fault.code).toBe('SEC012');
    expect(plain(await storeFor(root, [me]).read(app))).toEqual({ A: 'theirs' });
  });

  it('do not wait for a lock whose process is gone', async () => {
    const root = await temporaryFolder();
    const { hostname } = await import('node:os');
    await mkdir(join(root, 'secrets'));
    await writeFile(join(root, 'secrets/.lock'), `999999999 ${hostname()} abc\n`);
    const store = storeFor(root, [await newIdentity()]);
    expect(await store.ensureGenerated(app, ['A'])).toEqual(['A']);
    expect((await allFiles(root)).length).toBe(1);
  });
});

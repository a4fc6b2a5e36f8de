import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { ensureIdentity, type Identity } from '../../src/secrets/identity.js';
import { Secret } from '../../src/secrets/secret.js';
import { exampleSite, type Run, type Site, secretsCommand } from './command-line.js';
import { allFiles, newIdentity, plain, secretsOf, storeFor } from './workplace.js';

const app = 'disdukcapil/antrian';
let site: Site;
let me: Identity;

beforeEach(async () => {
  site = await exampleSite();
  me = await ensureIdentity({ HOME: site.home });
});

const data = ({ stdout }: Run) => JSON.parse(stdout).data;
const errorOf = ({ stdout }: Run) => JSON.parse(stdout).error;
const store = () => storeFor(site.inventory, [me]);
const get = async (key: string) => plain(await store().read(app))[key];
const setTo = (key: string, value: string) =>
  store().update(app, (values) => values.set(key, new Secret(value)));

describe('secrets key', () => {
  it('prints the same public key each time', async () => {
    const [first, second] = [await site.run(['key']), await site.run(['key'])];
    expect(first).toMatchObject({ code: 0, stdout: expect.stringMatching(/^age1\w{58}\n$/) });
    expect(second.stdout).toBe(first.stdout);
    expect(first.stderr).toBe('');
  });
});

describe('secrets set and get', () => {
  it('takes stdin and gives it back exactly', async () => {
    const set = await site.run(['set', app, 'API_TOKEN'], { input: 'hunter2\n' });
    expect(set.code).toBe(0);
    expect((await site.run(['get', 'antrian', 'API_TOKEN'])).stdout).toBe('hunter2');
    const pem = '-----BEGIN X-----\nab"$\\`\n-----END X-----\n';
    const file = join(site.home, 'key.pem');
    await writeFile(file, pem);
    expect((await site.run(['set', 'site', 'TLS_KEY', '--file', file])).code).toBe(0);
    expect((await site.run(['get', 'site', 'TLS_KEY'])).stdout).toBe(pem);
  });

  it('never prints the value it stores', async () => {
    const run = await site.run(['set', app, 'API_TOKEN', '--json'], { input: 'hunter2' });
    expect(run.stdout + run.stderr).not.toContain('hunter2');
    expect(data(run)).toEqual({
      owner: app,
      key: 'API_TOKEN',
      file: 'secrets/disdukcapil/antrian.age',
      changed: true,
    });
    const again = await site.run(['set', app, 'API_TOKEN', '--json'], { input: 'hunter2' });
    expect(data(again)).toMatchObject({ changed: false });
  });

  it.each([
    [['set', app, 'API_TOKEN', 'hunter2'], 'SEC017'],
    [['set', app, 'API_TOKEN=hunter2'], 'SEC017'],
    [['set', app, 'hunter2'], 'SEC009'],
    [['set', app, 'INDUK_SALT'], 'SEC009'],
    [['set', 'anttrian', 'API_TOKEN'], 'INV090'],
    [['set', '../../etc/x', 'API_TOKEN'], 'INV090'],
    [['set', app, 'API_TOKEN'], 'CLI007'],
  ])('refuses %j with %s and repeats no value', async (argv, code) => {
    const run = await site.run([...argv, '--json']);
    expect(run.code).toBe(64);
    expect(errorOf(run)).toMatchObject({ code });
    expect(run.stdout + run.stderr).not.toContain('hunter2');
    expect(existsSync(join(site.inventory, 'secrets'))).toBe(false);
  });

  it.each([
    ['an empty file', Buffer.from('\n'), 'SEC018'],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x80]), 'SEC018'],
    ['a NUL byte', Buffer.from('a\0b'), 'SEC018'],
    ['no file', undefined, 'SEC025'],
  ])('refuses %s', async (_, bytes, code) => {
    const file = join(site.home, 'value');
    if (bytes) await writeFile(file, bytes);
    const run = await site.run(['set', app, 'API_TOKEN', '--file', file, '--json']);
    expect(run.code).toBe(1);
    expect(errorOf(run)).toMatchObject({ code });
  });

  it('says when there is no such value', async () => {
    expect(errorOf(await site.run(['get', app, 'NOPE', '--json'])).code).toBe('SEC016');
  });
});

describe('secrets list', () => {
  it('shows names, what is missing, and no value', async () => {
    await setTo('API_TOKEN', 'hunter2');
    const run = await site.run(['list']);
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/^disdukcapil\/antrian +API_TOKEN +set, not used$/m);
    expect(run.stdout).toMatch(/^disdukcapil\/antrian +DB_PASSWORD +missing, made by apply$/m);
    expect(run.stdout).not.toMatch(/hunter2|INDUK_SALT/);
    expect(data(await site.run(['list', 'antrian', '--json']))).toEqual({
      secrets: [
        { owner: app, key: 'API_TOKEN', state: 'extra' },
        { owner: app, key: 'BACKUP_KEY', state: 'generated' },
        { owner: app, key: 'DB_PASSWORD', state: 'generated' },
      ],
    });
  });

  it('shows the rest and fails when a file cannot be read', async () => {
    const stranger = storeFor(site.inventory, [await newIdentity()]);
    await stranger.write(app, secretsOf({ A: 'x' }));
    const run = await site.run(['list', '--json']);
    expect(run.code).toBe(1);
    expect(errorOf(run).code).toBe('SEC006');
    expect(data(run).secrets.length).toBeGreaterThan(0);
  });
});

describe('secrets generate', () => {
  it('makes a value once, and anew only on purpose', async () => {
    expect((await site.run(['generate', app, 'APP_KEY'])).code).toBe(0);
    const first = await get('APP_KEY');
    expect(first).toMatch(/^[\w-]{32}$/);
    expect(errorOf(await site.run(['generate', app, 'APP_KEY', '--json'])).code).toBe('SEC024');
    expect(await get('APP_KEY')).toBe(first);
    await site.run(['generate', app, 'APP_KEY', '--replace', '--bytes', '32']);
    expect(Buffer.from((await get('APP_KEY')) ?? '', 'base64').length).toBe(32);
  });

  it('refuses what is too short to be safe', async () => {
    const run = await site.run(['generate', app, 'APP_KEY', '--length', '8', '--json']);
    expect([run.code, errorOf(run).code]).toEqual([64, 'SEC026']);
  });
});

describe('secrets rekey', () => {
  const asTeam = async (...recipients: string[]) => {
    const file = join(site.inventory, 'site.yaml');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace(/^team: .*$/m, `team: [${recipients.join(', ')}]`));
  };

  it('says which files changed, and warns of what removed members know', async () => {
    await setTo('API_TOKEN', 'hunter2');
    const colleague = await newIdentity();
    await asTeam(me.recipient, colleague.recipient);
    const run = await site.run(['rekey']);
    expect(run.code).toBe(0);
    expect(run.stdout).toContain('secrets/disdukcapil/antrian.age');
    expect(run.stderr).toContain('has known these values');
    const env = { INDUK_AGE_KEY: colleague.key.reveal() };
    expect((await site.run(['get', app, 'API_TOKEN'], { env })).stdout).toBe('hunter2');
  });

  it('fails when one file stays behind, and does the others', async () => {
    await setTo('API_TOKEN', 'hunter2');
    await storeFor(site.inventory, [await newIdentity()]).write('site', secretsOf({ A: 'x' }));
    const run = await site.run(['rekey', '--json']);
    expect(run.code).toBe(1);
    expect(errorOf(run).code).toBe('SEC023');
    expect(data(run)).toEqual({
      changed: ['secrets/disdukcapil/antrian.age'],
      failed: [{ file: 'secrets/site.age', code: 'SEC006' }],
    });
  });
});

describe('secrets edit', () => {
  const edit = (editor: string, env: NodeJS.ProcessEnv = {}) =>
    site.run(['edit', app, '--json'], { env: { EDITOR: editor, ...env } });
  const leftovers = () => readdir(site.memory);

  beforeEach(async () => {
    await setTo('API_TOKEN', 'hunter2');
    await setTo('OTHER', 'kept');
  });

  it('stores what was changed, added and removed', async () => {
    const run = await edit("sed -i -e s/hunter2/hunter3/ -e '$aNEW=x' -e /OTHER/d");
    expect(data(run)).toEqual({ owner: app, changed: ['API_TOKEN', 'OTHER', 'NEW'] });
    expect(await get('API_TOKEN')).toBe('hunter3');
    expect(await get('NEW')).toBe('x');
    expect(await leftovers()).toEqual([]);
  });

  it('changes nothing when nothing was changed', async () => {
    const before = await allFiles(site.inventory);
    expect(data(await edit('true'))).toEqual({ owner: app, changed: [] });
    expect(await allFiles(site.inventory)).toEqual(before);
  });

  it.each([
    ["sed -i '$aBROKEN'", 'SEC021'],
    ["sed -i '$aINDUK_SALT=x'", 'SEC009'],
    ['false', 'SEC020'],
    ['no-such-editor', 'SEC020'],
  ])('changes nothing after %s: %s', async (editor, code) => {
    const before = await allFiles(site.inventory);
    const run = await edit(editor);
    expect([run.code, errorOf(run).code]).toEqual([code === 'SEC009' ? 64 : 1, code]);
    expect(await allFiles(site.inventory)).toEqual(before);
    expect(await leftovers()).toEqual([]);
  });

  it('keeps the text private and in memory, and the key out of the editor', async () => {
    const seen = join(site.home, 'seen');
    const key = (await newIdentity()).key.reveal();
    const file = join(site.home, '.config/induk/age.key');
    const env = { INDUK_AGE_KEY: key, INDUK_AGE_KEY_FILE: file };
    const look = `stat -c "%a %n" "$1" "$(dirname "$1")"; stat -f -c %T "$1"; env | grep -c AGE-SECRET; true`;
    await writeFile(join(site.home, 'look'), `#!/bin/sh\n(${look}) > ${seen}\n`, { mode: 0o755 });
    expect((await edit(join(site.home, 'look'), env)).code).toBe(0);
    const [text, folder, type, keys] = (await readFile(seen, 'utf8')).split('\n');
    expect([text, folder]).toEqual([
      expect.stringMatching(/^600 \//),
      expect.stringMatching(/^700 \//),
    ]);
    expect([type, keys]).toEqual(['tmpfs', '0']);
  });

  it('keeps both when somebody else changes another value meanwhile', async () => {
    const other = `printf b | ${secretsCommand.join(' ')} set ${app} THEIRS >/dev/null`;
    await writeFile(join(site.home, 'both'), `#!/bin/sh\n${other}\nsed -i s/hunter2/mine/ "$1"\n`, {
      mode: 0o755,
    });
    expect((await edit(join(site.home, 'both'))).code).toBe(0);
    expect([await get('API_TOKEN'), await get('THEIRS')]).toEqual(['mine', 'b']);
  });

  it('loses nothing when somebody else changes the same value meanwhile', async () => {
    const other = `printf theirs | ${secretsCommand.join(' ')} set ${app} API_TOKEN >/dev/null`;
    await writeFile(join(site.home, 'both'), `#!/bin/sh\n${other}\nsed -i s/hunter2/mine/ "$1"\n`, {
      mode: 0o755,
    });
    const run = await edit(join(site.home, 'both'));
    expect([run.code, errorOf(run).code]).toEqual([1, 'SEC013']);
    expect(await get('API_TOKEN')).toBe('theirs');

    const folder = join(site.inventory, 'secrets/disdukcapil');
    const [copy = ''] = (await readdir(folder)).filter((name) => name.includes('.mine-'));
    const text = await readFile(join(folder, copy), 'utf8');
    expect(text).not.toContain('mine"');
    await writeFile(join(site.inventory, 'secrets/site.age'), text);
    expect(plain(await store().read('site'))).toMatchObject({ API_TOKEN: 'mine' });
  });

  const isThere = (pid: number): boolean => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('removes the text at %s', async (signal) => {
    const started = join(site.home, 'started');
    const before = await allFiles(site.inventory);
    await writeFile(join(site.home, 'wait'), `#!/bin/sh\necho $$ > ${started}\nexec sleep 60\n`, {
      mode: 0o755,
    });
    const child = site.start(['edit', app], { EDITOR: join(site.home, 'wait') });
    const ended = once(child, 'exit');
    for (let turn = 0; turn < 200 && !existsSync(started); turn += 1) await pause(50);
    expect((await leftovers()).length).toBe(1);
    child.kill(signal);
    expect((await ended)[0]).toBe(130);
    expect(await leftovers()).toEqual([]);
    expect(await allFiles(site.inventory)).toEqual(before);
    const editor = Number(await readFile(started, 'utf8'));
    // It is dead; whoever inherits it takes note of that a moment later.
    await expect.poll(() => isThere(editor), { timeout: 10_000 }).toBe(false);
  });

  it('removes what a killed run left', async () => {
    const started = join(site.home, 'started');
    await writeFile(join(site.home, 'wait'), `#!/bin/sh\necho $$ > ${started}\nexec sleep 60\n`, {
      mode: 0o755,
    });
    const child = site.start(['edit', app], { EDITOR: join(site.home, 'wait') });
    const ended = once(child, 'exit');
    for (let turn = 0; turn < 200 && !existsSync(started); turn += 1) await pause(50);
    child.kill('SIGKILL');
    await ended;
    process.kill(Number(await readFile(started, 'utf8')));
    expect((await leftovers()).length).toBe(1);
    expect((await edit('true')).code).toBe(0);
    expect(await leftovers()).toEqual([]);
  });

  it('does not let a person work for nothing', async () => {
    await rm(join(site.inventory, 'secrets'), { recursive: true });
    const started = join(site.home, 'started');
    const run = await edit(`touch ${started};`, { HOME: '/nonexistent' });
    expect([run.code, errorOf(run).code]).toEqual([1, 'SEC011']);
    expect(existsSync(started)).toBe(false);
  });

  it('tells every vim to keep no copies elsewhere', async () => {
    const seen = join(site.home, 'seen');
    await writeFile(join(site.home, 'vim.tiny'), `#!/bin/sh\necho "$@" > ${seen}\n`, {
      mode: 0o755,
    });
    await symlink('vim.tiny', join(site.home, 'vi'));
    const PATH = `${site.home}:${process.env.PATH}`;
    expect((await edit('', { VISUAL: 'vi', PATH })).code).toBe(0);
    expect(await readFile(seen, 'utf8')).toContain('-i NONE -n -c silent! set nobackup');
  });

  it('needs a terminal or an editor', async () => {
    const run = await site.run(['edit', app, '--json']);
    expect([run.code, errorOf(run).code]).toEqual([64, 'SEC020']);
  });
});

/** A vault on a server of its own, its keeper, and an attacker who has an app's server. */
import { createHash } from 'node:crypto';
import { request } from 'node:https';
import { connect as connectTcp } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prune } from '../../src/backup/pruning.js';
import {
  checkAt,
  forgetAt,
  type Keeper,
  pruneAt,
  serverKeeper,
} from '../../src/backup/vault/keeper.js';
import { prunableAt } from '../../src/backup/vault/prunable.js';
import type { Fault } from '../../src/fault.js';
import type { Server } from '../../src/inventory/model.js';
import { Secret } from '../../src/secrets/secret.js';
import { connect } from '../../src/server/connect.js';
import type { Connection } from '../../src/server/connection.js';
import { inside, powerOff, powerOn } from '../lab/faults.js';
import { type LabServer, labDown } from '../lab/servers.js';
import { faultOf } from '../server/fault.js';
import { labWithRecipes } from './support/bases.js';
import { expectRun } from './support/expect-run.js';
import { eventsOf } from './support/induk.js';
import { makeSite, type Site, type SiteRun } from './support/site.js';

const LAB = `brankas-${process.pid}`;
const port = 8300;
const app = 'dishub-parkir';
const login = new Secret('sandi-akun-dishub-parkir');
const appKey = new Secret('kunci-cadangan-dishub-parkir');

let vault: LabServer;
let appServer: LabServer;
let site: Site;
let vaultKey: Secret;
let certificate: string;
let keeper: Keeper;
/** From the keeper's desk to the vault, and from it to the app's server. */
const open: Connection[] = [];

beforeAll(async () => {
  [vault, appServer] = (await labWithRecipes({ name: LAB, count: 2, engine: true })) as [
    LabServer,
    LabServer,
  ];
  site = makeSite([appServer], { user: 'admin' });
});

afterAll(async () => {
  await Promise.all(open.map((connection) => connection.close()));
  site?.remove();
  await labDown({ name: LAB });
});

function asServer({ name, address, keyFile, hostKey }: LabServer, user: string): Server {
  return { name, address, port: 22, user, key: keyFile, hostKey, role: 'worker' };
}

async function connected(server: LabServer, user: string): Promise<Connection> {
  const connection = await connect(asServer(server, user), { servers: [] });
  open.push(connection);
  return connection;
}

const run = (code: number, args: string[], options?: SiteRun) =>
  expectRun(site, code, args, options);

const steps = (result: { stderr: string }, state: string): string[] =>
  eventsOf(result)
    .filter((event) => event.type === 'step' && event.state === state)
    .map((event) => event.step);

describe('induk vault setup', () => {
  it('says what to write when site.yaml names no vault', async () => {
    const { json } = await run(65, ['vault', 'setup', '--yes', '--json']);
    expect(json.error.code).toBe('BAK060');
  });

  it('makes a bare machine a vault, and the key that opens it', async () => {
    const { name, address, keyFile, hostKey } = vault;
    const entry = `{address: ${address}, key: ${keyFile}, hostKey: "${hostKey}", role: vault}`;
    site.alter('site.yaml', 'servers:', `servers:\n  ${name}: ${entry}`);
    site.alter('site.yaml', 'proxy:', `backup:   # off site\n  vault: {server: ${name}}\nproxy:`);
    await run(0, ['secrets', 'key']);
    await run(0, ['secrets', 'set', 'site', 'LAMA', '--json'], { input: 'nilai lama' });
    const wrong = await run(64, ['vault', 'setup', 'brankas', '--yes', '--json']);
    expect(wrong.json.error.code).toBe('BAK061');

    const result = await run(0, ['vault', 'setup', name, '--as', 'admin', '--yes', '--json']);
    const changed = steps(result, 'changed');
    expect(changed).toEqual(expect.arrayContaining(['account', 'firewall', 'image', 'vault']));
    expect(changed.slice(-2)).toEqual(['secrets', 'site']);
    expect(eventsOf(result).filter(({ type }) => type === 'warning')).toEqual([]);
    expect(site.read('site.yaml')).toContain(
      `backup:   # off site\n  recipient: ${result.json.data.recipient}\n  vault: {server: ${name}}\n`,
    );
  });

  it('changes and restarts nothing when run again', async () => {
    const started = () =>
      inside(vault, ['docker', 'inspect', '-f', '{{.State.StartedAt}}', 'induk-vault']);
    const [before, files] = [(await started()).stdout, site.read('site.yaml')];
    const result = await run(0, ['vault', 'setup', '--yes', '--json']);
    expect(steps(result, 'changed')).toEqual([]);
    expect(result.json.data.changes).toBe(0);
    expect((await started()).stdout).toBe(before);
    expect(site.read('site.yaml')).toBe(files);
  });

  it('lets the site’s servers in and nobody else', async () => {
    const outside = new Promise<string>((resolve) => {
      const socket = connectTcp({ host: vault.address, port, timeout: 1_500 });
      const done = (how: string) => {
        socket.destroy();
        resolve(how);
      };
      socket.once('connect', () => done('open'));
      socket.once('timeout', () => done('closed'));
      socket.once('error', () => done('closed'));
    });
    expect(await outside).toBe('closed');
  });
});

describe('induk vault escrow', () => {
  it('gives the key that alone opens the secrets', async () => {
    expect((await run(64, ['vault', 'escrow'])).stderr).toContain('BAK076');
    const wrong = await run(64, ['vault', 'escrow', '--print', '--confirm', 'kota-lain']);
    expect(wrong.stdout).toBe('');
    const confirm = ['--print', '--confirm', 'kota-uji'];
    const { stdout } = await run(0, ['vault', 'escrow', ...confirm]);
    const key = /AGE-SECRET-KEY-1\S+/.exec(stdout)?.[0] ?? '';
    const alone = { home: `${site.root}-orang-lain`, env: { INDUK_AGE_KEY: key } };
    expect((await run(0, ['secrets', 'get', 'site', 'LAMA'], alone)).stdout).toBe('nilai lama');
    certificate = (await run(0, ['secrets', 'get', 'site', 'VAULT_CERTIFICATE'], alone)).stdout;

    const shares = await run(0, ['vault', 'escrow', '--split', '2/3', ...confirm, '--json']);
    const two = shares.json.data.shares.slice(1).join('\n');
    const back = await run(0, ['vault', 'escrow', '--combine'], { input: two });
    expect(back.stdout.trim()).toBe(key);
    const typo = two.replace(/.$/, two.endsWith('q') ? 'p' : 'q');
    const told = await run(1, ['vault', 'escrow', '--combine', '--json'], { input: typo });
    expect(told.json.error).toMatchObject({ code: 'BAK070' });
    vaultKey = new Secret(key);
  });
});

describe('the keeper', () => {
  beforeAll(async () => {
    keeper = serverKeeper(await connected(vault, 'induk'));
  });

  it('makes accounts and repositories once', async () => {
    const keys = { vaultKey, appKey };
    expect(await keeper.ensureAccount(app, login)).toBe('changed');
    expect(await keeper.ensureAccount(app, login)).toBe('unchanged');
    expect(await keeper.ensureRepository(app, keys)).toBe('created');
    expect(await keeper.ensureRepository(app, keys)).toBe('unchanged');
    expect(await keeper.repositories()).toEqual([{ engineName: app, keys: 2 }]);
    expect((await keeper.disk()).freeBytes).toBeGreaterThan(0);
  });

  it('finishes a repository whose making was killed at any point', async () => {
    const argv = ['timeout', '-s', 'KILL', '1.5', 'induk-keeper', 'repository', 'bkd-arsip'];
    const killed = await inside(
      vault,
      ['docker', 'exec', '--interactive', 'induk-vault', ...argv],
      {
        input: `${vaultKey.reveal()}\n${appKey.reveal()}\n`,
        check: false,
      },
    );
    expect(killed.stdout).toBe('');
    const left = 'mkdir -p /data/repositories/bkd-arsip/data/00';
    await inside(vault, ['docker', 'exec', 'induk-vault', 'sh', '-c', left]);
    expect(await keeper.ensureRepository('bkd-arsip', { vaultKey, appKey })).toBe('created');
    const cut =
      'rm /data/repositories/bkd-arsip/keys/$(sed -n "s/^app //p" /data/access/keys/bkd-arsip)';
    await inside(vault, ['docker', 'exec', 'induk-vault', 'sh', '-c', cut]);
    expect(await keeper.ensureRepository('bkd-arsip', { vaultKey, appKey })).toBe('changed');
    expect((await keeper.repositories())[0]).toEqual({ engineName: 'bkd-arsip', keys: 2 });
  });

  it('stops what it runs when it is told to', async () => {
    const wait = ['backup', '--stdin-from-command', '--', 'sleep', '60'];
    const signal = AbortSignal.timeout(2_000);
    await expect(keeper.restic(app, wait, { vaultKey, signal })).rejects.toThrow(/timeout/);
    const processes = async () => (await inside(vault, ['docker', 'top', 'induk-vault'])).stdout;
    await expect.poll(processes).not.toContain('sleep 60');
    const { lines } = await keeper.restic(app, ['list', 'locks'], { vaultKey });
    expect(lines.filter((line) => /^[0-9a-f]{64}$/.test(line)).length).toBeLessThanOrEqual(1);
  });

  it('refuses a repository that is not its own', async () => {
    const keys = { vaultKey: new Secret('kunci-palsu'), appKey };
    const fault = await faultOf(keeper.ensureRepository(app, keys));
    expect([fault.code, fault.args.app]).toEqual(['BAK066', app]);
    const missing = await faultOf(keeper.restic('bkd-tiada', ['snapshots'], { vaultKey }));
    expect(missing.code).toBe('BAK066');
  });
});

describe('an attacker with all that the app’s server knows', () => {
  let doorway: Connection;

  beforeAll(async () => {
    doorway = await connected(appServer, 'admin');
  });

  /** A request from the app's server. */
  async function ask(method: string, path: string, body?: Buffer, ca = certificate) {
    const channel = await doorway.forward(vault.address, port);
    const socket = connectTls({ socket: channel, ca, host: vault.address });
    return new Promise<{ status: number; body: Buffer }>((resolve, reject) => {
      const auth = `${app}:${login.reveal()}`;
      const headers = { accept: 'application/vnd.x.restic.rest.v2' };
      const sent = request({ method, path, auth, headers, createConnection: () => socket });
      sent.once('response', async (response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of response) chunks.push(chunk as Buffer);
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks) });
      });
      sent.once('error', reject).end(body);
    }).finally(() => socket.destroy());
  }

  /** restic with the app's account and key, against the vault's address. */
  function restic(script: string, trusted = certificate) {
    const env = [
      `RESTIC_REPOSITORY=rest:https://${vault.address}:${port}/${app}/`,
      `RESTIC_REST_USERNAME=${app}`,
      `RESTIC_REST_PASSWORD=${login.reveal()}`,
      `RESTIC_PASSWORD=${appKey.reveal()}`,
      'RESTIC_CACERT=/tmp/vault.pem',
    ].flatMap((one) => ['--env', one]);
    const options = ['--rm', '--interactive', '--network', 'host', '--entrypoint', 'sh', ...env];
    const image = '$(docker inspect -f {{.Config.Image}} induk-vault)';
    const inner = `cat > /tmp/vault.pem; restic() { command restic --no-cache "$@"; }; ${script}`;
    const outer = `exec docker run ${options.join(' ')} ${image} -c "$1"`;
    const argv = ['sh', '-c', outer, 'sh', inner];
    return inside(vault, argv, { check: false, input: trusted });
  }

  async function names(kind: string): Promise<string[]> {
    const { body } = await ask('GET', `/${app}/${kind}/`);
    return (JSON.parse(body.toString()) as { name: string }[]).map(({ name }) => name);
  }

  it('adds backups, as the app’s server must', async () => {
    const { code, stderr } = await restic('restic backup /etc/apt && restic backup /etc/pam.d');
    expect(code, stderr).toBe(0);
    expect((await names('snapshots')).length).toBe(2);
  });

  it('cannot delete with restic', async () => {
    const tries = [
      'restic forget --keep-last 1',
      'restic forget --prune --keep-last 1',
      'restic prune --max-unused 0',
      'restic rewrite --forget --exclude /etc/apt latest',
      'restic key list --json | tr { "\\n" | sed -n "s/.*current.:false.*id.:.\\([0-9a-f]*\\).*/\\1/p" | xargs restic key remove',
    ];
    await restic(tries.join('; '));
    const forget = await restic('restic forget latest');
    expect(forget.stdout + forget.stderr).toMatch(/403|unable to remove|Forbidden/);
    const { lines } = await keeper.restic(app, ['snapshots', '--json'], { vaultKey });
    const hosts = JSON.parse(lines.join('')) as { paths: string[] }[];
    const paths = hosts.flatMap((snapshot) => snapshot.paths);
    expect(paths).toEqual(expect.arrayContaining(['/etc/apt', '/etc/pam.d']));
    expect((await keeper.repositories()).find(({ engineName }) => engineName === app)?.keys).toBe(
      2,
    );
  });

  it('cannot delete or overwrite anything by hand', async () => {
    const kinds = ['snapshots', 'index', 'keys', 'data'];
    for (const kind of kinds) {
      const [name = ''] = await names(kind);
      const path = `/${app}/${kind}/${name}`;
      const content = (await ask('GET', path)).body;
      expect(createHash('sha256').update(content).digest('hex'), path).toBe(name);
      expect((await ask('DELETE', path)).status, path).toBe(403);
      const unfit = await ask('POST', `/${app}/${kind}/${'0'.repeat(64)}`, content);
      expect(unfit.status, path).toBe(400);
      expect((await ask('POST', path, Buffer.from('lain'))).status, path).toBeGreaterThanOrEqual(
        400,
      );
      expect((await ask('POST', path, content)).status, path).toBe(403);
      expect((await ask('GET', path)).body.equals(content), path).toBe(true);
    }
    for (const path of [`/${app}/config`, `/${app}/`]) {
      expect((await ask('DELETE', path)).status, path).toBeGreaterThanOrEqual(400);
    }
    expect((await ask('POST', `/${app}/config`, Buffer.from('x'))).status).toBe(403);
    // Makes folders that are there already.
    await ask('POST', `/${app}/?create=true`);
    const { code } = await keeper.restic(app, ['check', '--json'], { vaultKey });
    expect(code).toBe(0);
  });

  it('cannot see another app, nor what is beside the repositories', async () => {
    for (const path of [
      '/bkd-arsip/config',
      '/bkd-arsip/keys/',
      `/${app}/../bkd-arsip/config`,
      `/${app}/%2e%2e/bkd-arsip/config`,
      '/',
      '/access/htpasswd',
      `/${app}/../../access/key.pem`,
      '/.new-x/config',
    ]) {
      // A path with dots is only redirected to the one above it in this list.
      expect(/\.\.|%2e/.test(path) ? [301, 401] : [401, 404, 405], path).toContain(
        (await ask('GET', path)).status,
      );
    }
    expect((await ask('GET', '/bkd-arsip/config')).status).toBe(401);
    expect((await ask('POST', '/dinkes-baru/?create=true')).status).toBeGreaterThanOrEqual(400);
  });

  it('cannot stand between: only the vault’s own certificate is trusted', async () => {
    const { body: foreign } = { body: '' };
    await expect(ask('GET', `/${app}/config`, undefined, foreign)).rejects.toThrow(/certificate/);
    const { code, stderr } = await restic('restic snapshots', '');
    expect(code).not.toBe(0);
    expect(stderr).toMatch(/certificate|x509/);
  });

  it('cannot shut the keeper out with keys of its own', async () => {
    for (let n = 0; n < 25; n += 1) {
      const junk = Buffer.from(`{"kdf": "scrypt", "N": ${n}}`);
      const name = createHash('sha256').update(junk).digest('hex');
      expect((await ask('POST', `/${app}/keys/${name}`, junk)).status).toBe(200);
    }
    const { code } = await keeper.restic(app, ['snapshots', '--json'], { vaultKey });
    expect(code).toBe(0);
    const kept = await keeper.repositories();
    expect(kept.find(({ engineName }) => engineName === app)?.keys).toBe(27);
    expect(await keeper.ensureRepository(app, { vaultKey, appKey })).toBe('changed');
    expect((await restic('restic cat config')).code).toBe(0);
  });

  it('while the keeper forgets, prunes and checks', async () => {
    const snapshots = async () => {
      const { lines } = await keeper.restic(app, ['snapshots', '--json'], { vaultKey });
      return JSON.parse(lines.join('')) as { id: string; paths: string[] }[];
    };
    const before = await snapshots();
    const gone = before.filter(({ paths }) => !paths.includes('/etc/apt')).map(({ id }) => id);
    await forgetAt(keeper, app, gone, { vaultKey });
    const said: string[] = [];
    await pruneAt(keeper, app, { vaultKey, onLine: (line) => said.push(line) });
    expect(said.join('\n')).toContain('this removes');
    expect((await snapshots()).length).toBe(before.length - gone.length);
    expect((await checkAt(keeper, app, { vaultKey, percent: 100 })).code).toBe(0);
    const bad = await faultOf(keeper.restic(app, ['cat', 'snapshot', 'ffffffff'], { vaultKey }));
    expect([bad.code, bad.args.command]).toEqual(['BAK067', 'cat']);
  });
});

it('lets old sets go, and remembers what it left where no app’s server can write', async () => {
  const made = async (set: string) => {
    const time = `${set.slice(0, 4)}-${set.slice(4, 6)}-${set.slice(6, 8)} 02:00:00`;
    const tags = ['induk', `set=${set}`, 'part=manifest'].flatMap((tag) => ['--tag', tag]);
    await keeper.restic(app, ['backup', '--time', time, ...tags, '/etc/hostname'], { vaultKey });
  };
  const [old, fresh] = ['20250901-020000-aaaa', '20260901-020000-bbbb'];
  await Promise.all([made(old), made(fresh)]);
  const request = { keep: { all: 48, daily: 14, weekly: 8, monthly: 2 }, proven: [] };
  const options = { now: new Date(), say: () => undefined };
  const result = await prune(prunableAt(keeper, app, { vaultKey }), request, options);
  expect([result.dropped, result.kept, result.alarms]).toEqual([[old], [fresh], []]);

  expect(await keeper.lastPruning(app)).toBeUndefined();
  const noted = JSON.stringify({ at: result.at, snapshots: result.snapshots });
  await keeper.notePruning(app, noted);
  expect(await keeper.lastPruning(app)).toBe(noted);
  await made('20251001-020000-cccc');
  const told = { ...request, last: JSON.parse(noted) };
  const again = await prune(prunableAt(keeper, app, { vaultKey }), told, options);
  expect(again.alarms.map(({ code }) => code)).toEqual(['BAK152']);
  expect(again.forget).toEqual([]);
});

it('is back after a power cut, with its certificate, accounts and repositories', async () => {
  await powerOff(vault);
  await powerOn(vault);
  const again = serverKeeper(await connected(vault, 'induk'));
  const account = () => again.ensureAccount(app, login).catch((error: Fault) => error.code);
  await expect.poll(account, { timeout: 30_000 }).toBe('unchanged');
  expect(await again.ensureRepository(app, { vaultKey, appKey })).toBe('unchanged');
  const { json } = await run(0, ['vault', 'setup', '--yes', '--json']);
  expect(json.data.changes).toBe(0);
});

it('nothing of this was said in the vault’s arguments or its container’s description', async () => {
  const script =
    'docker inspect induk-vault; docker logs induk-vault 2>&1; cat /root/.docker/* 2>/dev/null || true';
  const { stdout } = await inside(vault, ['sh', '-c', script]);
  for (const secret of [vaultKey, appKey, login]) expect(stdout).not.toContain(secret.reveal());
});

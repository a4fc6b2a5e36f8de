/** An app on the developer's own machine; no lab, this machine's engine alone. */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { docker } from '../../scripts/setup/run.js';
import { addAntri } from './support/apps.js';
import { openSite, type Site } from './support/site.js';

const name = `antri${process.pid}`;
const engineName = `disdukcapil-${name}`;
const php = `tulis${process.pid}`;
let site: Site;
let port: number;

beforeAll(async () => {
  site = openSite(join(mkdtempSync(join(tmpdir(), 'induk-e2e-dev-')), 'inventory'));
  site.write(
    'site.yaml',
    'site: kota-uji\ndomain: uji.test\nteam: []\nservers:\n  pusat-1: {address: 192.0.2.1}\n',
  );
  addAntri(site, 'pusat-1');
  site.alter('opd/disdukcapil.yaml', '  antri:', `  ${name}:`);
  port = await freePort();
});

afterAll(async () => {
  await remove('volume', ['volume', 'ls', '-q']);
  for (const each of [engineName, `dinkes-${php}`]) {
    const { stdout } = await docker(['images', '-q', `localhost:1/induk-dev-${each}`]);
    if (stdout.trim() !== '') await docker(['rmi', ...stdout.trim().split('\n')]);
  }
  site.remove();
});

async function remove(kind: string, list: string[]): Promise<void> {
  const { stdout } = await docker([...list, '--filter', `label=induk.dev=${engineName}`]);
  const found = stdout.split('\n').filter(Boolean);
  if (found.length > 0) await docker([kind, 'rm', ...found]);
}

const containers = async () =>
  (await docker(['ps', '-aq', '--filter', `label=induk.dev=${engineName}`])).stdout.trim();

const page = () => fetch(`http://127.0.0.1:${port}/`).then((answer) => answer.text());

async function pageUntil(part: string): Promise<string> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const text = await page().catch(String);
    if (text.includes(part)) return text;
    if (Date.now() > deadline) throw new Error(`still: ${text}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

it('runs with its database, shows changes at once, and goes when it is told to', async () => {
  const run = site.start(['dev', name, '--port', String(port)]);
  await run.saw(/answers on http:\/\/127\.0\.0\.1:\d+\//);
  expect(await pageUntil('antri:')).toBe('antri: 1 rilis, ragam satu\n');
  const source = site.read('apps/antri/server.js');
  site.source('antri', { 'server.js': source.replace("'antri: '", "'antri lain: '") });
  expect(await pageUntil('lain')).toBe('antri lain: 1 rilis, ragam satu\n');
  run.kill('SIGINT');
  const { code, stderr } = await run.done;
  expect(code).toBe(130);
  expect(stderr).not.toContain('CLI002');
  expect(await containers()).toBe('');
});

it('keeps its data, unless it is to begin anew', async () => {
  for (const [flags, count] of [
    [[], 2],
    [['--fresh'], 1],
  ] as const) {
    const run = site.start(['dev', name, '--port', String(port), ...flags]);
    await run.saw(/answers on/);
    expect(await pageUntil('rilis')).toContain(`${count} rilis`);
    run.kill('SIGTERM');
    await run.done;
  }
  expect(await containers()).toBe('');
});

it('leaves nothing behind when it is left at once, or killed', async () => {
  const hasty = site.start(['dev', name, '--port', String(port)]);
  await hasty.saw(/answers on/);
  hasty.kill('SIGINT');
  await hasty.saw(/Once more to leave at once/);
  hasty.kill('SIGINT');
  expect((await hasty.done).code).toBe(130);
  await goneUntil();
  const killed = site.start(['dev', name, '--port', String(port)]);
  await killed.saw(/answers on/);
  killed.kill('SIGKILL');
  await killed.done;
  expect(await containers()).not.toBe('');
  expect((await site.induk(['dev', name, '--stop'])).code).toBe(0);
  expect(await containers()).toBe('');
});

async function goneUntil(): Promise<void> {
  const deadline = Date.now() + 30_000;
  while ((await containers()) !== '') {
    if (Date.now() > deadline) throw new Error('its containers are still there');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

it('has secrets of its own, and says why an app ends', async () => {
  const secrets = join(dirname(site.root), 'home/.config/induk/dev', engineName, 'DB_PASSWORD');
  expect(readFileSync(secrets, 'utf8')).toMatch(/^[A-Za-z0-9+/]{43}=$/);
  site.source('antri', { 'release.js': `console.error('skema rusak'); process.exit(9);\n` });
  const { code, stderr } = await site.induk(['dev', name, '--port', String(port)]);
  expect(code).toBe(1);
  expect(stderr).toMatch(/DEP042 .*status 9/);
  expect(stderr).toContain('skema rusak');
  expect(await containers()).toBe('');
});

it('runs PHP that writes into its folder, whoever owns that', async () => {
  const entry = 'runtime: {php: "8.4", docroot: public, build: mkdir -p cache}';
  const more = 'storage: {uploads: /app/uploads}';
  site.write(
    'opd/dinkes.yaml',
    `opd: dinkes\nname: Dinas\ntype: dinas\napps:\n  ${php}:\n    title: Tulis\n    source: apps/${php}\n    ${entry}\n    ${more}\n`,
  );
  site.source(php, {
    'public/index.php': `<?php
session_start();
if (!is_dir('/app/uploads')) mkdir('/app/uploads');
$written = file_put_contents('/app/uploads/a', 'a') + file_put_contents('/app/cache/b', 'b');
echo "ditulis: $written";
`,
  });
  const folder = join(site.root, 'apps', php);
  // root's own, as in this test; then, as on most machines, somebody else's
  for (const owner of [process.getuid?.() ?? 0, 1234]) {
    execFileSync('chown', ['-R', String(owner), folder]);
    const run = site.start(['dev', php, '--port', String(port)]);
    await run.saw(/answers on/);
    expect(await pageUntil('ditulis')).toBe('ditulis: 2');
    run.kill('SIGINT');
    expect((await run.done).code).toBe(130);
    execFileSync('rm', ['-r', join(folder, 'uploads')]);
    expect(statSync(join(folder, 'cache')).uid).toBe(owner);
  }
});

it('refuses a port that is taken', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
  const { code, stderr } = await site.induk(['dev', name, '--port', String(port)]);
  other.close();
  expect(code).toBe(64);
  expect(stderr).toContain('DEP041');
});

async function freePort(): Promise<number> {
  const listener = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => listener.once('listening', resolve));
  const { port: found } = listener.address() as { port: number };
  await new Promise((resolve) => listener.close(resolve));
  return found;
}

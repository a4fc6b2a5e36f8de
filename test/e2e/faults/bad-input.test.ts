/** What people mistype or plant in an inventory, through bin/run.js: exit 65, at its place. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packageFolder } from '../support/induk.js';
import { openSite, type Site } from '../support/site.js';

/** A port of this machine where nobody listens: nothing here may wait for a server. */
const siteYaml = `site: kota-uji
domain: uji.test
servers:
  pusat-1: {address: 127.0.0.1, port: 1}
`;

const opdYaml = `opd: dishub
name: Dinas Perhubungan
apps:
  parkir:
    runtime: {php: "8.4"}
    source: apps/parkir
`;

let site: Site;

beforeEach(() => {
  site = openSite(join(mkdtempSync(join(tmpdir(), 'induk-bad-')), 'inventory'));
  site.write('site.yaml', siteYaml);
  site.write('opd/dishub.yaml', opdYaml);
  site.source('parkir', { 'index.php': '<?php' });
});

afterEach(() => site.remove());

/** Every finding, as `CODE file:line:column`, of a run that must be refused as a whole. */
async function findings(args = ['validate']): Promise<string[]> {
  const { code, stdout, stderr } = await site.induk(args);
  expect(stdout).toBe('');
  expect(stderr).toContain('Next: ');
  expect(stderr).not.toMatch(/bug in induk|^\s+at .*\(/m);
  expect(code).toBe(65);
  return [...stderr.matchAll(/^(\w+) (\S+:\d+:\d+) /gm)].map(([, ...found]) => found.join(' '));
}

const append = (file: string, text: string) => site.write(file, site.read(file) + text);

describe('an inventory that cannot be meant', () => {
  it('is said all at once, with lines, carets and suggestions', async () => {
    append('site.yaml', 'domian: x.go.id\nproxy: {http: 443}\n');
    append('opd/dishub.yaml', '    replicas: two\n    server: pusat-l\n');
    const { code, stderr } = await site.induk(['validate']);
    expect(code).toBe(65);
    expect([...stderr.matchAll(/^INV\d+ \S+:\d+:\d+ /gm)].map(([text]) => text.trim())).toEqual([
      'INV014 site.yaml:5:1',
      'INV052 site.yaml:6:15',
      'INV015 opd/dishub.yaml:7:15',
      'INV054 opd/dishub.yaml:8:13',
    ]);
    expect(stderr).toContain('5 │ domian: x.go.id');
    expect(stderr).toContain('Did you mean "domain"?');
    expect(stderr).toContain('Did you mean "pusat-1"?');
    expect(stderr).toMatch(/│ \^{6}/);
  });

  it.each([
    ['YAML syntax', '    domains: [parkir.uji.test\n', /^INV001 opd\/dishub.yaml:\d+:\d+$/],
    ['an unknown key', '    domian: x\n', 'INV014 opd/dishub.yaml:7:5'],
    ['a wrong type', '    replicas: two\n', 'INV015 opd/dishub.yaml:7:15'],
    ['an app twice', '  parkir: {runtime: {static: true}}\n', 'INV002 opd/dishub.yaml:7:3'],
    [
      'a domain twice',
      '  bus: {runtime: {static: true}, source: apps/parkir, domains: [PARKIR.uji.test]}\n',
      'INV051 opd/dishub.yaml:7:65',
    ],
    ['an unquoted version', '    database: {mariadb: 10.10}\n', 'INV016 opd/dishub.yaml:7:25'],
    ['a server that is not there', '    server: pusat-9\n', 'INV054 opd/dishub.yaml:7:13'],
    [
      'shell in an app’s name',
      '  "bus; reboot": {runtime: {static: true}, source: apps/parkir}\n',
      'INV023 opd/dishub.yaml:7:3',
    ],
    ['shell in a domain', '    domains: ["x$(id).uji.test"]\n', 'INV024 opd/dishub.yaml:7:15'],
    ['shell in a volume', '    storage: {"a`id`": /app/a}\n', 'INV023 opd/dishub.yaml:7:15'],
    ['a path with shell', '    storage: {isi: "/a;id"}\n', 'INV040 opd/dishub.yaml:7:20'],
  ])('%s', async (_what, text, expected) => {
    append('opd/dishub.yaml', text);
    expect(await findings()).toContainEqual(
      expected instanceof RegExp ? expect.stringMatching(expected) : expected,
    );
  });

  it('shell in a server’s address, account and name', async () => {
    append('site.yaml', '  "a b": {address: "-oProxyCommand=id", user: "x;id"}\n');
    const expected = ['INV023 site.yaml:5:3', 'INV036 site.yaml:5:20', 'INV047 site.yaml:5:47'];
    expect(await findings()).toEqual(expect.arrayContaining(expected));
  });

  it('one port for two protocols, and one address for two servers', async () => {
    append('site.yaml', '  pusat-2: {address: 127.0.0.1, port: 1}\nproxy: {http: 443}\n');
    const expected = ['INV053 site.yaml:5:22', 'INV052 site.yaml:6:15'];
    expect(await findings()).toEqual(expect.arrayContaining(expected));
  });
});

describe('a source', () => {
  it.each(['/etc', '../../etc', 'a/../../../etc', '~/x'])(
    '%s leaves the workspace',
    async (path) => {
      site.alter('opd/dishub.yaml', 'apps/parkir', path);
      expect(await findings()).toEqual(['INV039 opd/dishub.yaml:6:13']);
    },
  );

  it('leaves it by a symbolic link', async () => {
    symlinkSync('/etc', join(site.root, 'apps/tautan'));
    site.alter('opd/dishub.yaml', 'apps/parkir', 'apps/tautan');
    expect(await findings()).toEqual(['CLI016 opd/dishub.yaml:6:13']);
  });

  it('is links in a circle', async () => {
    symlinkSync('b', join(site.root, 'apps/a'));
    symlinkSync('a', join(site.root, 'apps/b'));
    site.alter('opd/dishub.yaml', 'apps/parkir', 'apps/a');
    expect(await findings()).toEqual(['CLI015 opd/dishub.yaml:6:13']);
  });

  it('is not there, for plan and apply, too', async () => {
    site.alter('opd/dishub.yaml', 'apps/parkir', 'apps/tidak-ada');
    for (const args of [['validate'], ['plan'], ['apply', '--yes']]) {
      expect(await findings(args)).toEqual(['CLI015 opd/dishub.yaml:6:13']);
    }
  });
});

describe('too much of it', () => {
  it('100 MB of YAML is refused by its size, in no time and little memory', async () => {
    truncateSync(join(site.root, 'opd/dishub.yaml'), 100 * 1024 * 1024);
    expect(await findings()).toEqual(['CLI013 opd/dishub.yaml:1:1']);
    const { seconds, megabytes } = cost();
    expect(seconds).toBeLessThan(2);
    expect(megabytes).toBeLessThan(150);
  });

  it('an alias bomb is not expanded', async () => {
    const levels = [...'bcdefghij'].map((name, index) => {
      const before = `*${'abcdefghij'[index]}`;
      return `${name}: &${name} [${Array(10).fill(before).join(',')}]\n`;
    });
    append('opd/dishub.yaml', `a: &a [${Array(10).fill('x').join(',')}]\n${levels.join('')}`);
    expect(await findings()).toEqual([expect.stringMatching(/^INV004 opd\/dishub.yaml:\d+:\d+$/)]);
    const { seconds, megabytes } = cost();
    expect(seconds).toBeLessThan(2);
    expect(megabytes).toBeLessThan(150);
  });
});

describe('values that are not in the inventory', () => {
  it('a secret that nobody has set is named, before any server is', async () => {
    append('opd/dishub.yaml', '    secrets: [SMTP_PASSWORD]\n');
    const { code, stderr } = await site.induk(['plan']);
    expect(stderr).toMatch(/^CLU050 .*dishub\/parkir SMTP_PASSWORD/m);
    expect(stderr).toContain('Next: Set each, e.g.: induk secrets set dishub/parkir SMTP_PASSWORD');
    expect(code).toBe(1);
  });
});

/** Processor seconds and peak memory of `induk validate` on the site as it is. */
function cost(): { seconds: number; megabytes: number } {
  const folder = mkdtempSync(join(dirname(site.root), 'cost-'));
  mkdirSync(folder, { recursive: true });
  const report = join(folder, 'usage.json');
  const hook = `process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(report)},
    JSON.stringify(process.resourceUsage())))`;
  const preload = join(folder, 'usage.cjs');
  site.write(`../${folder.split('/').at(-1)}/usage.cjs`, hook);
  try {
    const argv = ['--require', preload, join(packageFolder, 'bin/run.js'), 'validate'];
    const env = { PATH: process.env.PATH, HOME: folder, INDUK_INVENTORY: site.root };
    execFileSync(process.execPath, argv, { env, stdio: 'ignore' });
  } catch (error) {
    expect((error as { status: number }).status).toBe(65);
  }
  const usage = JSON.parse(readFileSync(report, 'utf8')) as NodeJS.ResourceUsage;
  const seconds = (usage.userCPUTime + usage.systemCPUTime) / 1e6;
  return { seconds, megabytes: usage.maxRSS / 1024 };
}

import { describe, expect, it } from 'vitest';
import { devPlan } from '../../../src/cluster/dev/plan.js';
import { parseInventory } from '../../../src/inventory/parse.js';
import { materialsOf } from '../../plan/site-state.js';

const place = { source: '/kerja/app', secrets: '/rahasia', owner: '1001:1001', port: 8081 };

/** The plan for an app with these lines in its entry. */
function planOf(lines: string[], scripts: Record<string, string> = {}, owner = place.owner) {
  const site = 'site: kota\ndomain: kota.test\nteam: []\nservers:\n  satu: {address: 192.0.2.1}\n';
  const head = ['opd: dinkes', 'name: Dinas', 'type: dinas', 'apps:', '  izin:', '    title: Izin'];
  const entry = [...head, '    source: apps/izin', ...lines.map((line) => `    ${line}`)];
  const { inventory, diagnostics } = parseInventory([
    { path: 'site.yaml', text: site },
    { path: 'opd/dinkes.yaml', text: `${entry.join('\n')}\n` },
  ]);
  const [app] = inventory?.apps ?? [];
  if (inventory === undefined || app === undefined) throw new Error(JSON.stringify(diagnostics));
  return devPlan(app, inventory.site, materialsOf(inventory), { ...place, owner, scripts });
}

describe('on a developer’s machine', () => {
  it('a Node app with a script "dev" runs it over its folder, as the folder’s owner', () => {
    const lines = ['runtime: {node: "20", build: npm ci && npm run build}', 'release: node m.js'];
    const database = ['database: {postgres: "17"}', 'storage: {uploads: /app/uploads}'];
    const plan = planOf([...lines, ...database], { dev: 'x', build: 'tsc' });
    expect(plan.image).toMatchObject({ target: 'build', args: { TOOLS: 'npm', BUILD: '' } });
    expect(plan.app).toMatchObject({
      command: ['npm', 'run', 'dev'],
      user: '1001:1001',
      port: 8081,
    });
    expect(plan.app.binds).toEqual([
      '/kerja/app:/app',
      '/rahasia:/run/secrets:ro',
      'induk-dev-dinkes-izin-socket:/run/postgresql',
    ]);
    const [prepare, release] = plan.before.map(({ command }) => command?.at(-1));
    expect(prepare).toMatch(/npm ci [^\n]*\nnpm run build$/);
    expect(release).toBe('node m.js');
    expect(plan.database?.volumes).toEqual([
      'induk-dev-dinkes-izin-db',
      'induk-dev-dinkes-izin-socket',
    ]);
    expect(plan.image).not.toHaveProperty('source');
  });

  it('a Node app without one is started anew when a file changes', () => {
    const { app, image, before } = planOf(['runtime: {node: "20", start: node server.js 1}']);
    expect(app.command).toEqual(['node', '--watch', 'server.js', '1']);
    expect(image.args.TOOLS).toBe('');
    expect(before).toEqual([]);
  });

  it('a PHP app is its folder, with composer where its build calls it', () => {
    const runtime = 'runtime: {php: "8.4", extensions: [mysql], build: composer install}';
    const { app, image, before } = planOf([runtime, 'storage: {berkas: /srv/berkas}']);
    expect(app.command).toBeUndefined();
    expect(app.user).toBe('1001:1001');
    expect(app.env).toMatchObject({ APACHE_RUN_DIR: '/tmp', APACHE_PID_FILE: '/tmp/apache2.pid' });
    expect(image.args).toMatchObject({ PACKAGES: 'php-mysql composer unzip', BUILD: '' });
    expect(before).toMatchObject([
      { command: ['sh', '-ec', 'chown 1001:1001 /srv/berkas'], user: '0:0' },
      { command: ['sh', '-ec', 'composer install'], user: '1001:1001' },
    ]);
    expect(app.binds).toContain('induk-dev-dinkes-izin-berkas:/srv/berkas');
  });

  it('a PHP app in root’s folder is www-data that may write there, for Apache is never root', () => {
    const lines = ['runtime: {php: "8.4"}', 'release: php m.php'];
    const { app, before } = planOf(lines, {}, '0:0');
    expect(app.user).toBe('0:0');
    expect(app.command?.slice(0, 2)).toEqual(['setpriv', '--reuid=www-data']);
    expect(app.command?.slice(-2)).toEqual(['--ambient-caps=+dac_override', 'induk-apache']);
    expect(before).toMatchObject([{ command: ['sh', '-ec', 'php m.php'], user: '0:0' }]);
    const old = planOf(['runtime: {php: "5.6", from: "php:5.6-apache"}'], {}, '0:0');
    expect([old.app.user, old.app.command]).toEqual([undefined, undefined]);
  });

  it('files are served from their folder', () => {
    const { app } = planOf(['runtime: {static: publik}']);
    expect(app.binds[0]).toBe('/kerja/app/publik:/app');
  });
});

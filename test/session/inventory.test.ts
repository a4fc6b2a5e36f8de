import { mkdir, mkdtemp, realpath, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { Fault } from '../../src/fault.js';
import { findInventory, loadInventory } from '../../src/session/inventory.js';
import { inventoryNames } from '../../src/session/names.js';

const site = `site: kota-contoh
domain: contoh.go.id
servers:
  pusat-1: {address: 10.20.0.11}
`;

const opd = (source: string) => `opd: dishub
name: Dinas Perhubungan
apps:
  parkir:
    runtime: {static: true}
    source: ${source}
`;

let workspace: string;
let root: string;

/** An inventory whose one app has its source beside the opd folder. */
beforeEach(async () => {
  workspace = await realpath(await mkdtemp(join(tmpdir(), 'induk-inventory-')));
  root = join(workspace, 'site', 'inventory');
  await mkdir(join(root, 'opd'), { recursive: true });
  await mkdir(join(root, 'apps', 'parkir'), { recursive: true });
  await writeFile(join(root, 'site.yaml'), site);
  await writeFile(join(root, 'opd', 'dishub.yaml'), opd('apps/parkir'));
});

async function faultOf(promise: Promise<unknown>): Promise<Fault> {
  const thrown = await promise.then(
    () => new Error('nothing was thrown'),
    (error: unknown) => error,
  );
  if (!(thrown instanceof Fault)) throw thrown;
  return thrown;
}

const findings = async () =>
  (await faultOf(loadInventory(root))).diagnostics.map(({ code, at }) =>
    [code, at && `${at.file}:${at.line}`].filter(Boolean).join(' '),
  );

describe('findInventory', () => {
  it('looks upward, and into inventory/ on the way', async () => {
    expect(await findInventory(join(root, 'opd'))).toBe(root);
    expect(await findInventory(join(workspace, 'site'))).toBe(root);
  });

  it('takes the named folder', async () => {
    expect(await findInventory(workspace, 'site/inventory')).toBe(root);
  });

  it('says where it looked, and fails as a usage error', async () => {
    expect(await faultOf(findInventory(workspace))).toMatchObject({ code: 'CLI001', exit: 64 });
    const named = faultOf(findInventory(workspace, 'nowhere'));
    expect(await named).toMatchObject({ code: 'CLI009', exit: 64, args: { root: 'nowhere' } });
  });
});

describe('loadInventory', () => {
  it('gives the inventory with its files', async () => {
    const loaded = await loadInventory(root);
    expect(loaded.inventory.apps.map(({ id }) => id)).toEqual(['dishub/parkir']);
    expect(loaded.files.map(({ path }) => path)).toEqual(['site.yaml', 'opd/dishub.yaml']);
  });

  it('fails with 65 and every finding of every file at once', async () => {
    await writeFile(join(root, 'site.yaml'), `${site}oops: 1\n`);
    await writeFile(join(root, 'opd', 'dishub.yaml'), `${opd('apps/parkir')}wrong: 1\n`);
    const fault = await faultOf(loadInventory(root));
    expect(fault).toMatchObject({ code: 'INV000', exit: 65 });
    expect(fault.diagnostics.map(({ at }) => at?.file)).toEqual(['site.yaml', 'opd/dishub.yaml']);
    expect(fault.sources).toHaveLength(2);
  });

  it('refuses a huge file by its size, without reading it', async () => {
    await truncate(join(root, 'site.yaml'), 100 * 1024 * 1024);
    const before = process.memoryUsage.rss();
    expect(await findings()).toEqual(['CLI013 site.yaml:1']);
    expect(process.memoryUsage.rss() - before).toBeLessThan(50 * 1024 * 1024);
  });

  it('refuses a symbolic link that leaves the folder, and follows one that does not', async () => {
    await writeFile(join(workspace, 'outside.yaml'), 'opd: x\nname: X\n');
    await symlink(join(workspace, 'outside.yaml'), join(root, 'opd', 'x.yaml'));
    expect(await findings()).toContain('CLI014 opd/x.yaml:1');
  });

  it('names a source that does not exist, at its line', async () => {
    await writeFile(join(root, 'opd', 'dishub.yaml'), opd('apps/gone'));
    expect(await findings()).toEqual(['CLI015 opd/dishub.yaml:6']);
  });

  it('names a source that is a file', async () => {
    await writeFile(join(root, 'apps', 'file'), '');
    await writeFile(join(root, 'opd', 'dishub.yaml'), opd('apps/file'));
    expect(await findings()).toEqual(['CLI017 opd/dishub.yaml:6']);
  });

  it('follows symbolic links before it says where a source is', async () => {
    await mkdir(join(workspace, 'elsewhere'));
    await symlink(join(workspace, 'elsewhere'), join(root, 'apps', 'link'));
    await writeFile(join(root, 'opd', 'dishub.yaml'), opd('apps/link'));
    expect(await findings()).toEqual(['CLI016 opd/dishub.yaml:6']);
  });

  it('takes the whole Git work tree as the workspace', async () => {
    await mkdir(join(workspace, '.git'));
    await mkdir(join(workspace, 'elsewhere'));
    await symlink(join(workspace, 'elsewhere'), join(root, 'apps', 'link'));
    await writeFile(join(root, 'opd', 'dishub.yaml'), opd('apps/link'));
    expect((await loadInventory(root)).inventory.apps).toHaveLength(1);
  });

  it('is not confused by symbolic links in a circle', async () => {
    await symlink(join(root, 'apps', 'b'), join(root, 'apps', 'a'));
    await symlink(join(root, 'apps', 'a'), join(root, 'apps', 'b'));
    await writeFile(join(root, 'opd', 'dishub.yaml'), opd('apps/a'));
    expect(await findings()).toEqual(['CLI015 opd/dishub.yaml:6']);
  });
});

describe('inventoryNames', () => {
  it('reads names for completion, also from an inventory with mistakes', async () => {
    await writeFile(join(root, 'opd', 'dishub.yaml'), `${opd('apps/gone')}wrong: 1\n`);
    const names = { apps: ['dishub/parkir'], opds: ['dishub'], servers: ['pusat-1'] };
    expect(await inventoryNames(workspace, ['plan', '-i', root, ''], {})).toEqual(names);
    expect(await inventoryNames('/', [], { INDUK_INVENTORY: root })).toEqual(names);
  });

  it('is silent where there is no inventory', async () => {
    expect(await inventoryNames('/', [], {})).toEqual({ apps: [], opds: [], servers: [] });
  });
});

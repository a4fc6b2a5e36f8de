import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { VaultPlace } from '../../src/backup/vault/register.js';
import { groupsOf, splitKey } from '../../src/backup/vault/shares.js';
import type { Fault } from '../../src/fault.js';
import type { Inventory } from '../../src/inventory/model.js';
import type { SetupEvent } from '../../src/server/setup/events.js';
import { loadInventory } from '../../src/session/inventory.js';
import type { Site } from '../../src/session/site.js';
import { combineTyped } from '../../src/session/vault/escrow.js';
import { keepKey, keepPlace, vaultKey } from '../../src/session/vault/keys.js';
import { endpointOf } from '../../src/session/vault/places.js';
import { plannedVault, withNamedPlace } from '../../src/session/vault/setup.js';
import { VaultSteps } from '../../src/session/vault/steps.js';
import {
  faultOf,
  newIdentity,
  plain,
  secretsOf,
  storeFor,
  temporaryFolder,
} from '../secrets/workplace.js';

describe('where restic connects to', () => {
  it.each([
    ['rest:https://brankas.contoh.go.id/', 'brankas.contoh.go.id', 443],
    ['rest:http://10.0.0.9:8000/x', '10.0.0.9', 8000],
    ['rest:https://[2001:db8::1]:8300/', '2001:db8::1', 8300],
    ['sftp:cadangan@brankas.contoh.go.id:/srv/restic', 'brankas.contoh.go.id', 22],
    ['sftp:brankas:x', 'brankas', 22],
    ['sftp://cadangan@brankas:2222//srv/restic', 'brankas', 2222],
    ['s3:s3.contoh.go.id/ember', 's3.contoh.go.id', 443],
    ['s3:http://minio:9000/ember', 'minio', 9000],
  ])('%s is %s port %i', (url, host, port) => {
    expect(endpointOf(url)).toEqual({ host, port });
  });
});

describe('the vault of an inventory', () => {
  const inventory = (backup?: object) =>
    ({ site: { backup }, vaults: [{ name: 'brankas-1' }] }) as unknown as Inventory;
  const vault = { kind: 'server', server: 'brankas-1', port: 8300 };

  it('is what site.yaml says, also when named', () => {
    expect(plannedVault(inventory({ vault }))).toEqual(vault);
    expect(plannedVault(inventory({ vault }), 'brankas-1')).toEqual(vault);
    expect(plannedVault(inventory({ vault: { kind: 'path', path: '/b' } }))).toMatchObject({
      kind: 'path',
    });
  });

  it('must be there and be the one', async () => {
    const none = await faultOf(() => plannedVault(inventory()));
    expect([none.code, none.exit]).toEqual(['BAK060', 65]);
    const other = await faultOf(() => plannedVault(inventory({ vault }), 'brankas-2'));
    expect([other.code, other.exit, other.args.suggestion]).toEqual(['BAK061', 64, 'brankas-1']);
  });

  it('is an address or a folder when that is named as it is in site.yaml', async () => {
    const url = 'sftp:cadangan@nas.kota.test:/srv/restic';
    expect(plannedVault(inventory({ vault: { kind: 'url', url } }), url)).toMatchObject({ url });
    const other = await faultOf(() =>
      plannedVault(inventory({ vault: { kind: 'url', url } }), '/b'),
    );
    expect([other.code, other.args.suggestion]).toEqual(['BAK061', url]);
  });
});

const siteYaml = `site: kota
domain: kota.test
servers:
  satu: {address: local}
backup:
  vault: {path: /srv/cadangan}   # try
`;

async function workplace() {
  const root = await temporaryFolder();
  await mkdir(join(root, 'opd'));
  await writeFile(join(root, 'site.yaml'), siteYaml);
  const me = await newIdentity();
  const events: SetupEvent[] = [];
  const steps = new VaultSteps((event) => events.push(event));
  const changed = () =>
    events.flatMap((event) =>
      event.type === 'step' && event.state === 'changed' ? [event.step] : [],
    );
  const site = async (recovery?: string): Promise<Site> => {
    const { inventory } = await loadInventory(root);
    const store = storeFor(root, [me], recovery === undefined ? {} : { recovery });
    const places = { packageRoot: '', inventoryRoot: root };
    return { inventory, store, places } as unknown as Site;
  };
  return { root, me, steps, changed, site };
}

describe('keeping the vault’s key', () => {
  it('is done once, and every file can be read with it', async () => {
    const { root, me, steps, changed, site } = await workplace();
    await storeFor(root, [me]).write('dishub/parkir', secretsOf({ A: 'lama' }));
    const key = await vaultKey(await site());
    expect(key.isNew).toBe(true);
    await keepKey(await site(key.recipient), key, 'SERTIFIKAT\n', steps);
    expect(changed()).toEqual(['secrets', 'site', 'rekey']);

    const alone = storeFor(root, [{ key: key.key, recipient: key.recipient, origin: 'aman' }]);
    expect(plain(await alone.read('dishub/parkir'))).toEqual({ A: 'lama' });
    expect(plain(await alone.read('site'))).toEqual({
      VAULT_KEY: key.key.reveal(),
      VAULT_CERTIFICATE: 'SERTIFIKAT\n',
    });

    const again = await vaultKey(await site());
    expect([again.isNew, again.recipient]).toEqual([false, key.recipient]);
    await keepKey(await site(key.recipient), again, 'SERTIFIKAT\n', steps);
    expect(changed().length).toBe(3);
    await keepKey(await site(key.recipient), again, 'BARU\n', steps);
    expect(changed().slice(3)).toEqual(['secrets']);
  });

  it('is finished by the next run when it was killed after any step', async () => {
    const { root, steps, changed, site } = await workplace();
    const key = await vaultKey(await site());
    await keepKey(await site(key.recipient), key, undefined, steps);
    await writeFile(join(root, 'site.yaml'), siteYaml);
    const again = await vaultKey(await site());
    await keepKey(await site(again.recipient), again, undefined, steps);
    expect(again.recipient).toBe(key.recipient);
    expect(changed()).toEqual(['secrets', 'site', 'site']);
    expect(await readFile(join(root, 'site.yaml'), 'utf8')).toContain(
      `recipient: ${key.recipient}`,
    );
  });

  it('refuses another key than site.yaml speaks of, or to put one over another’s', async () => {
    const { root, steps, site } = await workplace();
    const [mine, theirs] = [await vaultKey(await site()), await vaultKey(await site())];
    await keepKey(await site(mine.recipient), mine, undefined, steps);
    const late = await faultOf(async () =>
      keepKey(await site(theirs.recipient), theirs, undefined, steps),
    );
    expect(late.code).toBe('SEC012');
    const text = await readFile(join(root, 'site.yaml'), 'utf8');
    await writeFile(join(root, 'site.yaml'), text.replace(mine.recipient, theirs.recipient));
    expect((await faultOf(async () => vaultKey(await site()))).code).toBe('BAK062');
  });

  it('says which files the caller cannot read, and does the others', async () => {
    const { root, me, steps, site } = await workplace();
    await storeFor(root, [await newIdentity()]).write('bkd/arsip', secretsOf({ A: 'x' }));
    await storeFor(root, [me]).write('dishub/parkir', secretsOf({ A: 'lama' }));
    const key = await vaultKey(await site());
    const fault = await faultOf(async () =>
      keepKey(await site(key.recipient), key, undefined, steps),
    );
    expect([fault.code, fault.args.files]).toEqual(['BAK089', 'secrets/bkd/arsip.age']);
    const alone = storeFor(root, [{ key: key.key, recipient: key.recipient, origin: 'aman' }]);
    expect(plain(await alone.read('dishub/parkir'))).toEqual({ A: 'lama' });
  });
});

describe('typing shares', () => {
  it('goes line by line, and asks again for one with a mistake', async () => {
    const { key } = await newIdentity();
    const [one = '', two = '', three = ''] = await splitKey(key, { threshold: 2, total: 3 });
    const foreign =
      (await splitKey((await newIdentity()).key, { threshold: 2, total: 2 }))[0] ?? '';
    const wrong = three.replace(/.$/, three.endsWith('q') ? 'p' : 'q');
    const lines = [
      ...groupsOf(one),
      ...groupsOf(wrong),
      one,
      foreign,
      'bukan bagian',
      ...groupsOf(two.toUpperCase()),
    ];
    const told: Fault[] = [];
    const asked: number[] = [];
    const back = await combineTyped({
      ask: async ({ number }) => {
        asked.push(number);
        return lines.shift() ?? '';
      },
      tell: async (fault) => void told.push(fault),
    });
    expect(back.reveal()).toBe(key.reveal());
    expect(told.map(({ code }) => code)).toEqual(['BAK070', 'BAK072', 'BAK071']);
    expect(lines).toEqual([]);
    expect(asked.slice(0, 5)).toEqual([1, 1, 1, 1, 2]);
  });
});

describe('a vault that is only named on the command line', () => {
  const withoutVault = siteYaml.slice(0, siteYaml.indexOf('backup:'));

  async function loadedOf(text: string) {
    const root = await temporaryFolder();
    await mkdir(join(root, 'opd'));
    await writeFile(join(root, 'site.yaml'), text);
    return loadInventory(root);
  }

  it('is in the inventory, and in site.yaml once it was tried', async () => {
    const text = `${withoutVault}# the end\n`;
    const loaded = await loadedOf(text);
    const named = withNamedPlace(loaded, '/srv/cadangan');
    const vault = plannedVault(named.inventory, '/srv/cadangan');
    expect(vault).toEqual({ kind: 'path', path: '/srv/cadangan' });
    const file = join(loaded.root, 'site.yaml');
    expect(await readFile(file, 'utf8')).toBe(text);
    const site = { inventory: named.inventory, places: { inventoryRoot: loaded.root } };
    const keep = () =>
      keepPlace(site as unknown as Site, vault as VaultPlace, new VaultSteps(() => {}));
    await keep();
    const written = await readFile(file, 'utf8');
    expect(written).toBe(`${text}\nbackup:\n  vault: {path: "/srv/cadangan"}\n`);
    expect((await loadInventory(loaded.root)).inventory.site.backup?.vault).toEqual(vault);
    await keep();
    expect(await readFile(file, 'utf8')).toBe(written);
  });

  it('is none when it is no place, or when site.yaml names another', async () => {
    const loaded = await loadedOf(withoutVault);
    for (const words of ['brankas-1', 'sftp://a:sandi@nas/srv', 'ftp://nas/srv', undefined]) {
      expect(withNamedPlace(loaded, words)).toBe(loaded);
    }
    const other = await loadedOf(siteYaml);
    expect(withNamedPlace(other, '/srv/lain')).toBe(other);
  });
});

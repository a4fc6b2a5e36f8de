/** Backups of which something goes wrong: each is told, and the sets before stay. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inside } from '../../lab/faults.js';
import { type LabServer, labDown } from '../../lab/servers.js';
import {
  parkirId,
  setsOf,
  setUpWithVault,
  siteWithVault,
  stateOf,
  writeParkir,
} from '../support/backed-up.js';
import { labWithRecipes } from '../support/bases.js';
import { expectAnswer } from '../support/expect-run.js';
import type { Site } from '../support/site.js';
import { emptyDisk, fillDisk, ownDisk, vaultVolume } from '../support/vault-disk.js';

const LAB = `rusak-${process.pid}`;

let server: LabServer;
let vault: LabServer;
let site: Site;

beforeAll(async () => {
  const servers = await labWithRecipes({ name: LAB, count: 2, engine: true });
  [server, vault] = servers as [LabServer, LabServer];
  site = siteWithVault([server], vault);
  writeParkir(site, server);
  await setUpWithVault(site);
  await run(0, ['backups', 'create']);
  await run(0, ['backups', 'drill']);
});

afterAll(async () => {
  site?.remove();
  await labDown({ name: LAB });
});

const run = (code: number, args: string[]) => expectAnswer(site, code, args);

const sh = async (machine: LabServer, script: string) =>
  (await inside(machine, ['sh', '-c', script])).stdout.trim();

/** Monitoring hears of it. */
async function isRed(): Promise<void> {
  const { code, json } = await site.induk(['backups', '--exit-code', '--json']);
  expect([code, json.data.apps[0].app]).toEqual([3, parkirId]);
}

/** A run that must fail: told by its exit, its record and the status; the sets before stay. */
async function fails(
  code: string,
  { harm, mend }: { harm: () => Promise<unknown>; mend: () => Promise<unknown> },
): Promise<void> {
  const sets = await setsOf(site, parkirId);
  await harm();
  try {
    const error = await run(1, ['backups', 'create', 'parkir']);
    expect(error.code).toBe(code);
  } finally {
    await mend();
  }
  const state = await stateOf(site, parkirId);
  expect(state.state).toBe('failed');
  expect(state.reasons).toContainEqual(
    expect.objectContaining({ args: expect.objectContaining({ reason: code }) }),
  );
  await isRed();
  expect(await setsOf(site, parkirId)).toEqual(sets);
}

/** The next run, which must succeed; every set from before is still there. */
async function succeeds(): Promise<void> {
  const sets = await setsOf(site, parkirId);
  await run(0, ['backups', 'create', 'parkir']);
  expect(await stateOf(site, parkirId)).toMatchObject({ state: 'ok' });
  expect((await setsOf(site, parkirId)).slice(1)).toEqual(sets);
}

describe('what goes wrong', () => {
  const database = '$(docker ps -qf name=dishub-parkir-db)';

  /** What the database's container runs for mariadb-dump; its own when there is no script. */
  const dumpsAs = (script: string | undefined) => {
    const file = '/usr/local/bin/mariadb-dump';
    const text = `#!/bin/sh\n[ "$1" = --version ] && exec /usr/bin/mariadb-dump "$@"\n${script}\n`;
    const put = script === undefined ? `rm ${file}` : `cat > ${file}; chmod 755 ${file}`;
    const argv = ['sh', '-c', `docker exec -i -u 0 ${database} sh -c '${put}'`];
    return inside(server, argv, { input: text });
  };

  it('a worker that is killed leaves no set', async () => {
    const sets = await setsOf(site, parkirId);
    const create = site.start(['backups', 'create', 'parkir', '--json']);
    await create.saw(/database: mariadb/);
    await sh(server, 'docker kill induk-backup-dishub-parkir');
    expect((await create.done).code).toBe(1);
    expect(await setsOf(site, parkirId)).toEqual(sets);
    await run(0, ['backups', 'create', 'parkir']);
    expect(await setsOf(site, parkirId)).toHaveLength(sets.length + 1);
  });

  it('a vault whose disk is full', async () => {
    await ownDisk(vault);
    await fails('BAK013', { harm: () => fillDisk(vault), mend: () => emptyDisk(vault) });
    await succeeds();
  });

  it('a key that does not open it', async () => {
    const job = '/var/lib/docker/volumes/dishub-parkir-backup/_data/job.json';
    const spoil = `cp ${job} /root/job; sed -i 's/"password":"[^"]*"/"password":"x"/' ${job}`;
    await fails('BAK012', {
      harm: () => sh(server, spoil),
      mend: () => sh(server, `cat /root/job > ${job}`),
    });
    await succeeds();
  });

  it('a dump that ends empty, and well', async () => {
    await fails('BAK031', { harm: () => dumpsAs('exit 0'), mend: () => dumpsAs(undefined) });
    await succeeds();
  });

  it('a dump that knows no routine any more', async () => {
    const sql = 'CREATE PROCEDURE hitung() SELECT count(*) FROM kunjungan';
    await sh(server, `docker exec ${database} mariadb dishub_parkir -e '${sql}'`);
    await succeeds();
    const { manifest } = await run(0, ['backups', 'show', 'dishub/parkir']);
    expect(manifest.database.objects).toMatchObject({ procedure: { count: 1 } });
    await dumpsAs(
      'for arg; do shift; [ "$arg" = --routines ] || set -- "$@" "$arg"; done; exec /usr/bin/mariadb-dump "$@"',
    );
    const { created } = await run(0, ['backups', 'create', 'parkir']);
    await dumpsAs(undefined);
    // Since the set before, and beside what the database itself says it holds.
    const lost = { kind: 'procedure', count: 0 };
    expect(created[0].alarms).toMatchObject([
      { code: 'BAK150', args: { ...lost, before: 1 } },
      { code: 'BAK154', args: { ...lost, expected: 1 } },
    ]);
    expect((await stateOf(site, parkirId)).alarms).toHaveLength(2);
    await succeeds();
  });

  it('a clock that jumps a year ahead, and back', async () => {
    const clock = `const { now } = Date, real = Date; const ahead = 400 * 86400e3;
      globalThis.Date = class extends real { constructor(...a) { a.length ? super(...a) : super(now() + ahead) } static now() { return now() + ahead } }`;
    const job = '/var/lib/docker/volumes/dishub-parkir-backup/_data';
    await sh(server, `cat > ${job}/jam.cjs <<'E'\n${clock}\nE`);
    const worker = 'induk-backup-dishub-parkir';
    await sh(
      server,
      `docker run --rm --volumes-from ${worker} --env NODE_OPTIONS='--require /job/jam.cjs' \
        $(docker inspect -f '{{.Config.Image}}' ${worker}) create`,
    );
    const { state, reasons } = await stateOf(site, parkirId);
    expect([state, reasons[0].code]).toEqual(['failed', 'BAK163']);
    await isRed();
    const { created } = await run(0, ['backups', 'create', 'parkir']);
    expect(created[0].alarms.map(({ code }: { code: string }) => code)).toContain('BAK149');
    expect(await stateOf(site, parkirId)).toMatchObject({ state: 'ok' });
    // What a restore would take is what was made last, not what claims to be.
    const { manifest } = await run(0, ['backups', 'show', 'parkir']);
    expect(manifest.set).toBe(created[0].set);
  });

  it('four flipped bytes are found when data is read back, and only then', async () => {
    const packs = `find ${vaultVolume} -path '*dishub-parkir/data/*' -type f -printf '%s %p\\n'`;
    const pack = await sh(vault, `${packs} | sort -n | tail -1 | cut -d' ' -f2`);
    const flip = `printf '\\377\\376\\375\\374' | dd of=${pack} bs=1 seek=200 conv=notrunc 2>/dev/null`;
    await sh(vault, `chmod u+w ${pack}; cp ${pack} /root/asli; ${flip}`);
    const error = await run(1, ['backups', 'verify', 'parkir', '--data', '100']);
    expect(error.code).toBe('BAK017');
    await sh(vault, `cat /root/asli > ${pack}`);
    await run(0, ['backups', 'verify', 'parkir', '--data', '100']);
  });
});

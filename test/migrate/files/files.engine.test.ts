import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FilesProof } from '../../../src/migrate/files/proof.js';
import type { SeededFiles } from '../../../src/migrate/files/seed.js';
import { unreadOf } from '../../../src/migrate/files/unread.js';
import { grantKey, revokeKey } from '../../../src/migrate/host/key.js';
import { Place, until } from '../../images/support/engine.js';
import { buildMover, Mover, TestHost } from '../support/old-host.js';

const place = new Place();
let host: TestHost;
let mover: Mover;
let plain: Mover;

/** What agencies' upload folders have, and what makes copies go wrong. */
const files = `
mkdir -p /srv/berkas/dalam /srv/berkas/kosong; cd /srv/berkas
printf satu > dalam/a; ln dalam/a kembar; ln -s dalam/a tautan; ln -s /tidak/ada putus
printf x > $'dalam/baris\\nbaru'; printf y > $'aneh\\377 \\\\#041'; printf z > ' -rf * [a]'
truncate -s 5M jarang; printf ujung >> jarang
printf rahasia > rahasia; chmod 600 rahasia; touch -d '2001-02-03 04:05:06.789012345' rahasia
setfacl -m u:1234:r rahasia; setfattr -n user.asal -v dishub kembar
mkfifo pipa; chown -R 33:33 .; chown 4321:8765 dalam; chmod 2750 .; chmod 1777 kosong
mkdir singgahan; printf sampah > singgahan/cache
`;

beforeAll(async () => {
  const network = await place.network();
  const [image, old] = await Promise.all([buildMover(), TestHost.start(place, network, '')]);
  host = old;
  mover = new Mover(place, image, network, host);
  plain = new Mover(place, image, network, host, 'biasa', 'biasa');
  await host.run(files);
});

afterAll(() => place.clean());

describe('the key of a migration', () => {
  const keys = '/root/.ssh/authorized_keys';

  it('opens nothing before it is let in, and the host must show the known key', async () => {
    expect((await mover.ask(['reach'])).fault?.code).toBe('MIG100');
    const old = { ...mover.moverJob().old, hostKey: `SHA256:${'A'.repeat(43)}` };
    expect((await plain.ask(['reach'], { old })).fault?.code).toBe('MIG101');
  });

  it('is let in with as few rights as it needs, beside what was there', async () => {
    await host.run(
      `mkdir -m 700 /root/.ssh; printf 'ssh-rsa AAAA lama' > ${keys}; chmod 640 ${keys}`,
    );
    await mover.open();
    await mover.open();
    expect((await mover.ask(['reach'])).data).toMatchObject({ root: true, rsync: true });
    const lines = (await host.run(`cat ${keys}; stat -c %a ${keys}`)).split('\n');
    expect(lines).toEqual([
      'ssh-rsa AAAA lama',
      expect.stringMatching(
        /^restrict,port-forwarding,from="[\d./]+",expiry-time="\d{14}" ssh-ed25519 \S+ induk-migrate dishub\/parkir$/,
      ),
      '640',
    ]);
    expect(await mover.shell('stat -c "%a %n" /job/ssh /job/ssh/key')).toBe(
      '700 /job/ssh\n600 /job/ssh/key',
    );
  });

  it('opens nothing from elsewhere, nor after its time, nor when it was taken away', async () => {
    await plain.open(['192.0.2.1']);
    expect((await plain.ask(['reach'])).fault?.code).toBe('MIG100');
    await plain.open(undefined, new Date(Date.now() - 60_000).toISOString());
    expect((await plain.ask(['reach'])).fault?.code).toBe('MIG100');
    await plain.open();
    expect((await plain.ask(['reach'])).data).toMatchObject({ root: false });
    const undo = plain.undo as NonNullable<typeof plain.undo>;
    expect(await revokeKey(host.shell('biasa'), undo)).toBe(true);
    expect(await revokeKey(host.shell('biasa'), undo)).toBe(false);
    await plain.hangUp();
    expect((await plain.ask(['reach'])).fault?.code).toBe('MIG100');
  });

  it('refuses what is no address', async () => {
    const grant = {
      publicKey: `ssh-ed25519 ${'A'.repeat(68)}`,
      from: ['a"b'],
      expires: '2030-01-01',
    };
    await expect(grantKey(host.shell(), grant)).rejects.toMatchObject({ code: 'MIG104' });
  });
});

describe('files', () => {
  it('are told apart before they are there', async () => {
    const { data } = await mover.ask<FilesProof>(['verify-files']);
    expect(data).toMatchObject({ equal: false });
    expect(data?.differenceCount).toBeGreaterThan(10);
  });

  it('arrive as they are, whatever they are, and are proven equal', async () => {
    const folders = [{ volume: 'berkas', path: '/srv/berkas', exclude: ['singgahan'] }];
    const seeded = await mover.ask<SeededFiles>(['seed-files'], { folders });
    expect(seeded.fault).toBeUndefined();
    expect(seeded.data).toMatchObject({ enough: 'still', problems: [], cuts: 0 });
    expect(seeded.data?.excluded).toEqual(['/srv/berkas/singgahan']);
    const listing = `find . -mindepth 1 -path ./singgahan -prune -o -printf '%y %m %U %G %T@ %p %l\\0' | sort -z
      find . -type f ! -path './singgahan/*' -printf '%n %p\\0' | sort -z
      find . -type f ! -path './singgahan/*' -print0 | sort -z | xargs -0 sha256sum -z`;
    const [old, fresh] = await Promise.all([
      host.run(`cd /srv/berkas; ${listing}`),
      mover.shell(`cd /volumes/berkas; ${listing}; echo; stat -c %b jarang`),
    ]);
    const [tree, blocks] = fresh.split(/\n(?=\d+$)/);
    expect(tree).toBe(old);
    expect(Number(blocks)).toBeLessThan(100);
    const { data } = await mover.ask<FilesProof>(['verify-files'], { folders });
    // ACLs and attributes, too: the dry run compares them.
    expect(data).toMatchObject({ equal: true, differences: [], problems: [] });
    expect(data?.volumes.berkas).toMatchObject({ files: 7, hashed: 7 });
  });

  it('are found to differ, each for its reason', async () => {
    await mover.shell(`cd /volumes/berkas; printf ratu > dalam/a; touch -r kembar -d @5 kosong/lebih
      chmod 644 rahasia; rm putus`);
    await host.run(`touch -r /srv/berkas/dalam /tmp/t; printf asin > /srv/berkas/rahasia
      touch -d '2001-02-03 04:05:06.789012345' /srv/berkas/rahasia`);
    const { data } = await mover.ask<FilesProof>(['verify-files']);
    const found = data?.differences.map(({ path, what }) => `${what} ${path}`);
    expect(found).toEqual(
      expect.arrayContaining(['extra kosong/lebih', 'missing putus', 'missing singgahan/']),
    );
    expect(found?.join('\n')).toMatch(/rahasia/);
    expect(found?.join('\n')).toMatch(/dalam\/a|kembar/);
  });

  it('changed since a proof are hashed, and no others, although people wrote meanwhile', async () => {
    const proved = async (...args: string[]): Promise<FilesProof> => {
      const { data } = await mover.ask<FilesProof>(['verify-files', ...args]);
      return data as FilesProof;
    };
    const hashed = ({ volumes }: FilesProof): number => volumes.berkas?.hashed as number;
    await host.run('sleep 2.1');
    const begun = (await mover.ask<SeededFiles>(['seed-files'])).data?.begun as number;
    await host.run(
      "sleep 1.1; printf baru > '/srv/berkas/ba ru'; printf '\\377' > '/srv/berkas/é'",
    );
    const first = await proved('--begun', `${begun}`);
    expect(first).toMatchObject({ equal: false, problemCount: 0, from: begun - 1 });
    // What differs is older than that: something else is wrong.
    expect(await proved('--begun', `${begun + 60}`)).not.toHaveProperty('from');
    expect(await proved()).not.toHaveProperty('from');
    await mover.ask<SeededFiles>(['seed-files', '--rounds', '1']);
    const again = await proved('--since', `${first.from}`);
    expect(again).toMatchObject({ equal: true, from: again.at - 1 });
    expect(hashed(again)).toBeLessThan(hashed(first));
    expect(hashed(again)).toBeGreaterThan(1);
  });

  it('come for the last time and are proven by that, looked at by themselves where they changed', async () => {
    await mover.ask(['seed-files']);
    await host.run('sleep 2.1');
    const { at } = (await mover.ask<FilesProof>(['verify-files'])).data as FilesProof;
    await host.run(`sleep 1.1; cd /srv/berkas; printf lain > "$(printf 'baris\\nbaru')"
      printf x > "$(printf '\\377\\134#012')"; mkdir 'map baru'; ln -s rahasia pranala; chmod 620 rahasia`);
    const since = ['--since', `${at - 1}`];
    const finish = async (...args: string[]): Promise<FilesProof> =>
      (await mover.ask<FilesProof>(['finish-files', ...since, ...args])).data as FilesProof;
    const dry = await finish('--dry');
    expect(dry.equal).toBe(false);
    expect(dry).not.toHaveProperty('from');
    // Only what has changed was looked at again; what is said of it is what differs still.
    expect(dry.differences.map(({ what, path }) => `${what} ${path}`).sort()).toEqual([
      'missing \\xff\\x5c#012',
      'missing baris\nbaru',
      'missing map baru/',
      'missing pranala',
      'mode rahasia',
    ]);
    const done = await finish();
    expect(done).toMatchObject({ equal: true, differences: [], problems: [], from: done.at - 1 });
    const whole = (await mover.ask<FilesProof>(['verify-files'])).data as FilesProof;
    expect(whole).toMatchObject({ equal: true });
    const { berkas } = done.volumes;
    expect(berkas).toMatchObject({ ...whole.volumes.berkas, hashed: berkas?.hashed });
    expect(berkas?.hashed).toBeGreaterThan(1);
    expect(berkas?.hashed).toBeLessThan(whole.volumes.berkas?.hashed as number);
    // A hard link and what was deleted say something of other entries: all are looked at.
    await host.run('cd /srv/berkas; ln rahasia kembaran; rm pranala');
    expect(await finish()).toMatchObject({ equal: true });
    const inodes = await mover.shell(
      'cd /volumes/berkas; stat -c %i rahasia kembaran; ls pranala || true',
    );
    expect(new Set(inodes.trim().split('\n')).size).toBe(1);
    // The same size and time, and another content: nothing but its digest tells.
    await host.run(
      'cd /srv/berkas; printf LAIN > lain; printf LIAN > /tmp/l; touch -r lain /tmp/l',
    );
    await mover.ask(['seed-files']);
    await host.run('cat /tmp/l > /srv/berkas/lain; touch -r /tmp/l /srv/berkas/lain');
    const other = await finish();
    expect(other.differences).toEqual([{ volume: 'berkas', path: 'lain', what: 'content' }]);
    expect(other).not.toHaveProperty('from');
    await host.run('cd /srv/berkas; rm lain kembaran');
    expect(await finish()).toMatchObject({ equal: true });
  });

  it('go back by what has changed since the switch, on whichever side', async () => {
    await host.run('cd /srv/berkas; printf AAAA > sama; printf lama > tetap; sleep 2.1');
    await mover.ask(['finish-files']);
    await host.run('sleep 2.1');
    const { from, here, volumes } = (await mover.ask<FilesProof>(['finish-files']))
      .data as FilesProof;
    await mover.shell('sleep 2.1; cd /volumes/berkas; printf baru > "$(printf \'un\\nggah\')"');
    // Of the same size and time as before, which no run of rsync notices by itself.
    await mover.shell(
      'cd /volumes/berkas; cp -p sama /tmp/s; printf BBBB > sama; touch -r /tmp/s sama',
    );
    const args = ['return-files', '--since', `${from}`, '--here', `${here}`];
    const proof = (await mover.ask<FilesProof>(args)).data as FilesProof;
    expect(proof.equal).toBe(true);
    const { hashed = 0, files = 0 } = proof.volumes.berkas ?? {};
    expect(hashed).toBeGreaterThanOrEqual(2);
    expect(hashed).toBeLessThan(files / 2);
    expect(files).toBe((volumes.berkas?.files as number) + 1);
    expect(await host.run('cd /srv/berkas; cat sama un?ggah')).toBe('BBBBbaru');
    // Whoever changed something behind the fence is not overlooked either.
    await host.run(
      'cd /srv/berkas; touch -r tetap /tmp/t; printf LAMA > tetap; touch -r /tmp/t tetap',
    );
    const { fault } = await mover.ask(args);
    expect(fault).toMatchObject({ code: 'MIG208', args: { part: 'files', first: 'tetap' } });
    await host.run('cd /srv/berkas; rm sama tetap un?ggah');
    await mover.ask(['seed-files']);
  });

  it('that the account may not read are told, and nothing is proven of them', async () => {
    await plain.open();
    await host.run('chmod 755 /srv/berkas');
    const seeded = await plain.ask<SeededFiles>(['seed-files', '--rounds', '1']);
    expect(seeded.data?.problems).toEqual([
      expect.objectContaining({ kind: 'unreadable', path: '/srv/berkas/rahasia' }),
    ]);
    const { data } = await plain.ask<FilesProof>(['verify-files']);
    expect(data?.equal).toBe(false);
    expect(data && unreadOf(data)).toMatchObject({ count: 1, first: '/srv/berkas/rahasia' });
  });

  it('are all read by an account that may become root', async () => {
    const admin = new Mover(place, mover.image, mover.network, host, 'admin', 'admin');
    await admin.open();
    const seeded = await admin.ask<SeededFiles>(['seed-files', '--rounds', '1']);
    expect(seeded.data).toMatchObject({ problemCount: 0 });
    const { data } = await admin.ask<FilesProof>(['verify-files']);
    expect(data).toMatchObject({ equal: true });
  });

  it('in a folder that is not there are a fault', async () => {
    const folders = [{ volume: 'berkas', path: '/srv/tidak ada' }];
    expect((await mover.ask(['seed-files'], { folders })).fault?.code).toBe('MIG051');
    expect((await mover.ask(['verify-files'], { folders })).fault?.code).toBe('MIG051');
    expect((await mover.ask(['finish-files'], { folders })).fault?.code).toBe('MIG051');
  });

  it('go on from where the link was cut', async () => {
    await host.run('head -c 60000000 /dev/urandom > /srv/berkas/besar');
    const input = JSON.stringify(mover.moverJob({ bandwidth: 20_000 }));
    const command = await mover.command(['seed-files', '--rounds', '1']);
    const running = execa('docker', command, { input });
    await until('half of it has come', async () => {
      const size = await mover.shell('cat /volumes/berkas/.besar.* | wc -c');
      return Number(size) > 30_000_000;
    });
    await host.run("pkill -f '^sshd: root' ");
    const { stdout } = await running;
    const result = stdout.split('\n').find((line) => line.includes('"result"')) as string;
    const seeded = (JSON.parse(result) as { data: SeededFiles }).data;
    expect(seeded.cuts).toBe(1);
    // Of the file's bytes that had come, less than a tenth came again.
    expect(seeded.rounds[0]?.received).toBeLessThan(36_000_000);
    expect((await mover.ask<FilesProof>(['verify-files'])).data?.equal).toBe(true);
  });
});

import { describe, expect, test } from 'vitest';
import type { LogSnapshot } from '../../src/backup/log/model.js';
import { type LastPruning, type Prunable, prune } from '../../src/backup/pruning.js';
import type { ImageSnapshot, Snapshot } from '../../src/backup/repository/snapshots.js';

const now = new Date('2026-11-22T10:00:00Z');
const keep = { all: 48, daily: 14, weekly: 8, monthly: 12 };

/** `<set>/<part>`; a set's name begins with its day. */
function snapshot(id: string): Snapshot {
  const [set = '', part] = id.split('/');
  const time = `${set.slice(0, 4)}-${set.slice(4, 6)}-${set.slice(6, 8)}T02:00:00Z`;
  const own = { set, part: part as Snapshot['part'], host: 'dishub-parkir' };
  return { id, time, ...own, bytes: 1, added: 1, uses: [] };
}

const days = ['20261110-a', '20261118-a', '20261121-a', '20261122-a'];

/** A repository in memory, of which a policy keeps the sets named. */
class Memory implements Prunable {
  readonly acts: string[] = [];
  pictures: ImageSnapshot[] = [];
  /** Set → images of its services. */
  uses: Record<string, string[]> = {};
  ids = days.flatMap((set) => [`${set}/database`, `${set}/manifest`]);

  constructor(readonly keeps: string[]) {}

  snapshots = async () =>
    this.ids.map((id) => {
      const found = snapshot(id);
      return found.part === 'manifest' ? { ...found, uses: this.uses[found.set] ?? [] } : found;
    });
  images = async () => this.pictures;
  kept = async () => this.keeps.map((set) => `${set}/manifest`);
  logSnapshots = async () => [];
  size = async () => this.ids.length * 100;
  forget = async (gone: readonly string[]) => {
    this.acts.push(`forget ${gone.join(' ')}`);
    this.ids = this.ids.filter((id) => !gone.includes(id));
  };
  prune = async () => {
    this.acts.push('prune');
  };
}

const asking = (repository: Memory, request: Partial<Parameters<typeof prune>[1]> = {}) =>
  prune(repository, { keep, proven: [], ...request }, { now, say: () => undefined });

describe('pruning a repository', () => {
  test('lets go what the policy does not keep, and tells what is left', async () => {
    const repository = new Memory(['20261121-a', '20261122-a']);
    const result = await asking(repository, { proven: ['20261118-a'] });
    expect(repository.acts).toEqual(['forget 20261110-a/database 20261110-a/manifest', 'prune']);
    expect(result).toMatchObject({
      ...{ kept: ['20261122-a', '20261121-a', '20261118-a'], dropped: ['20261110-a'] },
      ...{ at: now.toISOString(), alarms: [], before: 800, after: 600 },
    });
    expect(result.snapshots).toEqual(repository.ids);
  });

  test('only decides when it is a dry run', async () => {
    const repository = new Memory(['20261122-a']);
    const result = await asking(repository, { dryRun: true });
    expect(repository.acts).toEqual([]);
    expect(result.dropped).toEqual(['20261121-a', '20261118-a', '20261110-a']);
    expect(result.forget).toHaveLength(6);
  });

  test('lets images go that no set needs which stays', async () => {
    const repository = new Memory(['20261121-a', '20261122-a']);
    repository.uses = { '20261110-a': ['lama', 'sama'], '20261122-a': ['sama', 'baru'] };
    const image = (name: string, day: string) => ({
      ...{ id: `gambar-${name}`, image: name, time: `2026-11-${day}T02:00:00Z`, bytes: 1 },
    });
    // The last was saved by a run whose manifest is still to come.
    repository.pictures = ['lama', 'sama', 'baru'].map((name) => image(name, '10'));
    repository.pictures.push(image('menyusul', '22'));
    await asking(repository);
    expect(repository.acts[0]?.split(' ').slice(-1)).toEqual(['gambar-lama']);
    expect(repository.acts[0]).not.toMatch(/sama|baru|menyusul/);
  });

  test('lets nothing go that nobody has agreed to', async () => {
    const repository = new Memory(['20261122-a']);
    const only = ['20261110-a/database', '20261110-a/manifest'];
    const result = await asking(repository, { only });
    expect(repository.acts).toEqual([`forget ${only.join(' ')}`, 'prune']);
    expect(result.dropped).toEqual(['20261110-a']);
    expect(result.kept).toEqual(['20261122-a', '20261121-a', '20261118-a']);
  });

  test('finishes one that was cut off, though nothing is left to forget', async () => {
    const repository = new Memory(days);
    const last: LastPruning = { at: '2026-11-22T09:00:00Z', snapshots: [...repository.ids] };
    await asking(repository, { last });
    expect(repository.acts).toEqual([]);
    await asking(repository, { last: { ...last, unfinished: true } });
    expect(repository.acts).toEqual(['forget ', 'prune']);
  });

  test('lets nothing go when a set turns up that is older than the last pruning', async () => {
    const repository = new Memory(['20261122-a']);
    const snapshots = repository.ids.filter((id) => !id.startsWith('20261110'));
    const last = { at: '2026-11-21T10:00:00Z', snapshots, unfinished: true as const };
    const result = await asking(repository, { last });
    expect(result.alarms.map(({ code }) => code)).toEqual(['BAK152']);
    expect(result.dropped).toEqual([]);
    expect(repository.acts).toEqual([]);
  });
});

describe('logs of a repository', () => {
  const hours = (count: number) => new Date(now.getTime() - count * 3_600_000).toISOString();
  const log = (ago: number, first: number, last: number): LogSnapshot => ({
    ...{ id: `log-${ago}`, kind: 'mariadb', stream: 'a', first, last, end: 1, added: 1 },
    ...{ time: hours(ago), finishedAt: hours(ago), through: hours(ago) },
  });
  const withLog = (snapshots: LogSnapshot[]) => {
    const repository = new Memory(days);
    // Each set begins a file: 1 twelve days ago, then 2, 3 and 4.
    repository.snapshots = async () =>
      repository.ids.map(snapshot).map((one) => {
        const at = one.time;
        const position = { stream: 'a', file: days.indexOf(one.set) + 1, offset: 4, at };
        return one.part === 'manifest' ? { ...one, log: position } : one;
      });
    const all = [...snapshots];
    return Object.assign(repository, {
      logSnapshots: async (part = 'log') => (part === 'log' ? all : []),
    });
  };
  const logs = [
    log(300, 1, 1),
    log(290, 1, 1),
    log(200, 1, 2),
    log(50, 2, 3),
    log(2, 3, 4),
    log(1, 4, 4),
  ];

  test('go as soon as no set of the last days needs them', async () => {
    const result = await asking(withLog(logs));
    expect(result.forget).toEqual(['log-290', 'log-300']);
    expect(result.snapshots).toContain('log-200');
    const short = { ...keep, daily: 1 };
    expect((await asking(withLog(logs), { keep: short })).forget).toEqual([
      ...['log-200', 'log-290', 'log-300', 'log-50'],
    ]);
  });

  test('of a database that is followed no more go once no second of theirs is wanted', async () => {
    const old = [log(300, 1, 1), log(290, 1, 1)];
    const brief = { ...keep, daily: 10 };
    expect((await asking(withLog(old), { keep: { ...keep, daily: 13 } })).forget).toEqual([
      'log-300',
    ]);
    const repository = withLog(old);
    repository.ids = repository.ids.filter((id) => id.startsWith(days[0] as string));
    expect((await asking(repository, { keep: brief })).forget).toEqual(['log-290', 'log-300']);
  });

  test('make everything stay when one is of the future, or older than what was there', async () => {
    const ahead = await asking(withLog([...logs, log(-5, 4, 9)]));
    expect(ahead).toMatchObject({ forget: [], alarms: [{ code: 'BAK151' }] });
    const says = await asking(withLog([...logs, { ...log(1, 4, 9), through: hours(-5) }]));
    expect(says).toMatchObject({ forget: [], alarms: [{ code: 'BAK151' }] });
    const known = [...logs.map(({ id }) => id), ...new Memory(days).ids];
    const last = { at: hours(100), snapshots: known };
    const early = { ...log(270, 1, 9), id: 'forged' };
    expect(await asking(withLog([early, ...logs]), { last })).toMatchObject({
      ...{ forget: [], alarms: [{ code: 'BAK152', args: { count: 1 } }] },
    });
  });

  test('that were there before count more than what claims to be older', async () => {
    const last = { at: hours(60), snapshots: [...logs.slice(0, 3), ...[]].map(({ id }) => id) };
    const all = new Memory(days).ids;
    const request = { last: { ...last, snapshots: [...last.snapshots, ...all] } };
    const forged = { ...log(65, 1, 9), id: 'forged' };
    const { forget } = await asking(withLog([forged, ...logs]), request);
    expect(forget).not.toContain('log-200');
  });
});

import { describe, expect, it } from 'vitest';
import { frames } from '../../../src/cluster/runtime/frames.js';
import { partStatus } from '../../../src/cluster/runtime/part.js';
import { parseSince } from '../../../src/cluster/runtime/since.js';
import type { Task } from '../../../src/cluster/tasks.js';

const now = new Date('2026-01-01T12:00:00Z');

describe('a multiplexed stream', () => {
  const frame = (kind: number, text: string): Buffer => {
    const head = Buffer.alloc(8);
    head[0] = kind;
    head.writeUInt32BE(Buffer.byteLength(text), 4);
    return Buffer.concat([head, Buffer.from(text)]);
  };
  const whole = Buffer.concat([frame(1, 'satu\n'), frame(2, 'é'), frame(1, ''), frame(3, 'lost')]);

  it.each([1, 3, 8, 1000])('is taken apart however it is cut: %d bytes at once', async (size) => {
    async function* pieces() {
      for (let at = 0; at < whole.length; at += size) yield whole.subarray(at, at + size);
    }
    const found: string[] = [];
    for await (const { stream, bytes } of frames(pieces())) found.push(`${stream} ${bytes}`);
    expect(found).toEqual(['stdout satu\n', 'stderr é', 'stdout ', 'stderr lost']);
  });
});

describe('--since', () => {
  it.each([
    ['45s', '2026-01-01T11:59:15.000Z'],
    ['10m', '2026-01-01T11:50:00.000Z'],
    ['2h', '2026-01-01T10:00:00.000Z'],
    ['3d', '2025-12-29T12:00:00.000Z'],
    ['2026-01-01T08:00:00+07:00', '2026-01-01T01:00:00.000Z'],
  ])('%s is %s', (text, time) => {
    expect(parseSince(text, now).toISOString()).toBe(time);
  });

  it.each(['', '10', '10 m', 'm', '-5m', 'yesterday', '2026-99-99', '1e9s'])(
    '%j is none',
    (text) => {
      expect(() => parseSince(text, now)).toThrow('CLU083');
    },
  );
});

describe('the state of a service', () => {
  const task = (state: string, secondsAgo: number, rest: Partial<Task> = {}): Task => ({
    id: `${state}${secondsAgo}`,
    state,
    desiredState: 'running',
    error: state === 'failed' ? 'task: non-zero exit (3)' : '',
    nodeId: 'n',
    containerId: 'c',
    exitCode: 0,
    createdAt: '',
    since: new Date(now.getTime() - secondsAgo * 1000).toISOString(),
    serviceId: 's',
    image: 'a',
    ...rest,
  });
  const state = (running: number, wanted: number, tasks: Task[]) => {
    const { telling, ...status } = partStatus(
      { running, wanted, spec: { image: 'a' } },
      tasks,
      now,
    );
    return [status.state, telling?.error];
  };

  it.each([
    ['nothing wanted', 0, 0, [], 'stopped'],
    ['runs long', 1, 1, [task('running', 3600)], 'running'],
    ['runs since an old failure', 1, 1, [task('running', 50), task('failed', 55)], 'running'],
    ['comes up', 0, 1, [task('starting', 2)], 'starting'],
    ['failed long ago, comes up', 0, 1, [task('starting', 2), task('failed', 900)], 'starting'],
  ] as const)('%s', (_title, running, wanted, tasks, expected) => {
    expect(state(running, wanted, [...tasks])).toEqual([expected, undefined]);
  });

  it.each([
    ['down after a failure', 0, [task('preparing', 1), task('failed', 2)]],
    ['up for a moment between two failures', 1, [task('running', 1), task('failed', 3)]],
  ] as const)('%s: failing', (_title, running, tasks) => {
    expect(state(running, 1, [...tasks])).toEqual(['failing', 'task: non-zero exit (3)']);
  });

  it('is failing when no server has room', () => {
    const stuck = task('pending', 30, { error: 'no suitable node' });
    expect(state(0, 1, [stuck])).toEqual(['failing', 'no suitable node']);
  });

  it('is not blamed for another version the engine put back', () => {
    const tasks = [task('running', 2), task('failed', 4, { image: 'b' })];
    expect(state(1, 1, tasks)).toEqual(['running', undefined]);
  });

  it('is running, and being updated, while the old version still answers', () => {
    const tasks = [task('failed', 1), task('running', 900, { image: 'b' })];
    const service = { running: 1, wanted: 1, spec: { image: 'a' } };
    expect(partStatus(service, tasks, now)).toMatchObject({ state: 'running', updating: true });
  });
});

import { describe, expect, it } from 'vitest';
import { Fault } from '../../../../src/fault.js';
import {
  instantArguments,
  localTime,
  reachInstant,
} from '../../../../src/session/backups/restore/instant.js';
import type { SetReader } from '../../../../src/session/backups/restore/worker.js';

const where = { app: 'dishub/parkir', zone: 'Asia/Jakarta' };
const look = { stream: 'a', last: 1, end: 2, at: '2026-11-20T03:00:00.000Z' };

function reader(answer: () => unknown, asked: string[][] = []): SetReader {
  const ask = async (args: string[]) => {
    asked.push(args);
    return answer();
  };
  return { look: async () => look, ask } as unknown as SetReader;
}

describe('an instant that is asked for', () => {
  const time = new Date('2026-11-20T03:31:07Z');

  it('is reached from the set that the worker names, with what the server knows', async () => {
    const asked: string[][] = [];
    const cover = { set: 's', from: 'a', through: 'b' };
    const reached = await reachInstant(
      reader(() => ({ cover }), asked),
      time,
      where,
    );
    expect(reached).toEqual({ set: 's', instant: { at: time.toISOString(), look } });
    expect(asked).toEqual([
      ['cover', '--at', '2026-11-20T03:31:07.000Z', '--look', JSON.stringify(look)],
    ]);
    expect(instantArguments(reached?.instant)).toEqual(asked[0]?.slice(1));
  });

  it('is no instant where no log is', async () => {
    expect(
      await reachInstant(
        reader(() => ({})),
        time,
        where,
      ),
    ).toBeUndefined();
  });

  it('in the future is refused before anybody is asked', async () => {
    const ahead = new Date(Date.now() + 60_000);
    await expect(
      reachInstant(
        reader(() => ({})),
        ahead,
        where,
      ),
    ).rejects.toMatchObject({
      ...{ code: 'BAK208', exit: 64 },
    });
  });

  it('that is not covered is refused with seconds that can be given as they are', async () => {
    const at = time.toISOString();
    const failing = (code: string, args: Record<string, string>) =>
      reachInstant(
        reader(() => {
          throw new Fault(code, { at, ...args });
        }),
        time,
        where,
      );
    await expect(failing('BAK200', { oldest: '2026-11-20T04:00:00.001Z' })).rejects.toMatchObject({
      args: { at: '2026-11-20 10:31:07', oldest: '2026-11-20 11:00:01', app: 'dishub/parkir' },
    });
    await expect(failing('BAK201', { newest: '2026-11-20T03:30:00.999Z' })).rejects.toMatchObject({
      args: { newest: '2026-11-20 10:30:00' },
    });
  });

  it('is told in the time zone of the site', () => {
    expect(localTime(time, 'Asia/Jayapura')).toBe('2026-11-20 12:31:07');
  });
});
